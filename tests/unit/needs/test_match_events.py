"""The needs service follows every event of a match, and nothing else."""

from needs.consumers import TOPICS, handlers
from shared.events.matches import MatchState
from shared.events.registry import REGISTRY
from tests.support.moving_clock import MovingClock


def test_every_event_of_a_match_is_followed() -> None:
    followed = handlers(MovingClock()).keys()
    assert followed == {name for name, event in REGISTRY.items() if event.model is MatchState}
    assert {REGISTRY[name].topic for name in followed} == set(TOPICS)

"""A command that runs for long goes on with tokens that are still good."""

from collections.abc import Mapping

from accord.bearers import Bearers
from tests.support.moving_clock import MovingClock


class CountedTokens:
    """Gives a numbered token each time it is asked."""

    def __init__(self) -> None:
        self.given = 0

    def token_for(self, party: Mapping[str, str]) -> str:
        self.given += 1
        return f"{party['role']}-{self.given}"


def test_a_party_speaks_with_one_token_for_two_minutes_and_then_with_another() -> None:
    clock = MovingClock()
    bearers = Bearers(CountedTokens(), clock=clock)
    said = [bearers.of({"role": "observer"})]
    for _ in range(4):
        clock.advance(seconds=40)
        said.append(bearers.of({"role": "observer"}))
    assert said == ["observer-1", "observer-1", "observer-1", "observer-2", "observer-2"]


def test_each_party_has_its_own() -> None:
    bearers = Bearers(CountedTokens(), clock=MovingClock())
    assert bearers.of({"role": "donor", "organisation": "eu"}) != bearers.of({"role": "donor", "organisation": "deu"})

"""Who belonged to a group when a past need began counts as a member; who had left it before is not shut out."""

from datetime import date

import pytest

from matcher.domain.conditions.state_not_eligible import state_not_eligible
from matcher.domain.eligibility import Level
from matcher.domain.pairing import Meeting
from matcher.domain.spans import Span
from matcher.domain.supply import Eligibility
from tests.support.matching_examples import context, need, offer

LEFT_ECOWAS = date(2025, 1, 29)


def meeting(state: str, group: str, begins: date | None, *, historic: bool = True) -> Meeting:
    asking = need(states=(state,), window=Span(begins, None), historic=historic)
    giving = offer(eligibility=Eligibility(groups=(group,)), historic=historic)
    return Meeting(asking, giving, context(today=date(2026, 11, 22)))


@pytest.mark.parametrize(
    ("state", "group", "begins", "level"),
    [
        ("BFA", "ecowas", date(2014, 1, 1), Level.SUBREGIONAL),
        ("BFA", "ecowas", None, Level.SUBREGIONAL),
        ("BFA", "ecowas", LEFT_ECOWAS, Level.FORMER),
        ("GHA", "ecowas", LEFT_ECOWAS, Level.SUBREGIONAL),
        ("KEN", "ecowas", date(2014, 1, 1), Level.NONE),
    ],
)
def test_a_past_need_reaches_through_its_membership_of_then(
    state: str, group: str, begins: date | None, level: Level
) -> None:
    past = meeting(state, group, begins)
    assert [way.level for way in past.reach] == [level]
    assert state_not_eligible(past).holds == (level is not Level.NONE)


def test_a_live_need_reaches_through_its_membership_of_today_alone() -> None:
    assert not state_not_eligible(meeting("BFA", "ecowas", date(2024, 1, 1), historic=False)).holds


def test_a_former_membership_counts_more_than_everyone_and_less_than_any_area() -> None:
    past = meeting("BFA", "ecowas", LEFT_ECOWAS)
    points = [way.points for way in past.reach]
    assert points == [600]

"""The State lets donors see the need."""

import pytest

from matcher.domain.conditions.not_visible import not_visible
from matcher.domain.conditions.verdict import Change, Party
from tests.support.matching_examples import meeting, need


@pytest.mark.parametrize("visibility", ["public", "donors"])
def test_a_need_that_donors_may_see_can_meet_their_offers(visibility: str) -> None:
    assert not_visible(meeting(need(visibility=visibility))).holds


def test_a_need_kept_to_coordinators_is_for_its_state_to_show() -> None:
    verdict = not_visible(meeting(need(visibility="coordinators")))
    assert not verdict.holds
    assert verdict.change == Change(Party.STATE, "visibility", names=("donors",))

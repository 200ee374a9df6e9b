"""A State of the need is named, or belongs today to an eligible region or group, and is not excluded."""

from datetime import date
from typing import Any

from matcher.domain.conditions.state_not_eligible import state_not_eligible
from matcher.domain.conditions.verdict import Change, Party, Verdict
from matcher.domain.supply import Eligibility
from tests.support.matching_examples import meeting, need, offer


def verdict_on(eligibility: Eligibility, **need_fields: Any) -> Verdict:
    return state_not_eligible(meeting(need(**need_fields), offer(eligibility=eligibility)))


def test_a_named_state_is_eligible() -> None:
    assert verdict_on(Eligibility(states=("BFA", "GHA"))).holds


def test_a_member_of_an_eligible_group_is_eligible() -> None:
    assert verdict_on(Eligibility(groups=("ecowas",))).holds


def test_a_state_of_an_eligible_region_is_eligible() -> None:
    assert verdict_on(Eligibility(regions=("africa",))).holds


def test_everyone_includes_every_state() -> None:
    assert verdict_on(Eligibility(everyone=True), states=("JAM",)).holds


def test_an_excluded_state_is_not_eligible_even_where_it_is_named() -> None:
    verdict = verdict_on(Eligibility(everyone=True, states=("GHA",), excluded_states=("GHA",)))
    assert verdict.message_key == "condition.state_not_eligible.excluded"
    assert verdict.change == Change(Party.DONOR, "exclusion", names=("GHA",))


def test_a_state_outside_is_for_the_donor_to_add() -> None:
    verdict = verdict_on(Eligibility(groups=("ecowas",)), states=("KEN",))
    assert verdict.message_key == "condition.state_not_eligible.not_named"
    assert verdict.change == Change(Party.DONOR, "state", names=("KEN",))


def test_membership_counts_on_the_day_of_matching() -> None:
    burkina = need(states=("BFA",))
    ecowas = offer(eligibility=Eligibility(groups=("ecowas",)))
    assert state_not_eligible(meeting(burkina, ecowas, today=date(2020, 1, 1))).holds
    assert not state_not_eligible(meeting(burkina, ecowas, today=date(2026, 1, 1))).holds


def test_a_shared_need_is_eligible_when_one_of_its_states_is() -> None:
    assert verdict_on(Eligibility(states=("GHA",)), states=("KEN", "GHA", "UGA")).holds


def test_the_members_of_a_group_stand_for_the_group_that_posts() -> None:
    assert verdict_on(Eligibility(states=("GHA",)), states=(), group="ecowas").holds
    assert not verdict_on(Eligibility(states=("JAM",)), states=(), group="ecowas").holds


def test_a_group_without_known_members_is_eligible_where_it_is_itself_named() -> None:
    assert verdict_on(Eligibility(groups=("no_such_group",)), states=(), group="no_such_group").holds


def test_a_group_without_known_members_is_for_the_donor_to_add() -> None:
    verdict = verdict_on(Eligibility(states=("GHA",)), states=(), group="no_such_group")
    assert verdict.change == Change(Party.DONOR, "group", names=("no_such_group",))

"""The States' total under this offer leaves room below the offer's ceiling per State."""

from typing import Any

from matcher.domain.conditions.per_state_ceiling import per_state_ceiling
from matcher.domain.conditions.verdict import Change, Party, Verdict
from matcher.domain.supply import Ceiling, Eligibility
from tests.support.matching_examples import line, meeting, need, numbered, offer, pairing

OFFER = numbered(2, 1)


def verdict_on(held: dict[str, int], ceiling: Ceiling, *states: str, **line_fields: Any) -> Verdict:
    an_offer = offer(ceiling=ceiling, eligibility=Eligibility(groups=("ecowas",)))
    a_need = need(states=states or ("GHA",))
    totals = {(OFFER, state): total for state, total in held.items()}
    return per_state_ceiling(pairing(a_line=line(**line_fields), of=meeting(a_need, an_offer, held=totals)))


def test_an_offer_without_a_ceiling_has_room_for_everyone() -> None:
    assert per_state_ceiling(pairing()).holds


def test_a_state_below_the_ceiling_may_receive_more() -> None:
    assert verdict_on({"GHA": 1_999}, Ceiling(2_000, "machine")).holds


def test_a_state_at_the_ceiling_needs_it_raised_by_what_it_asks_for() -> None:
    verdict = verdict_on({"GHA": 2_000}, Ceiling(2_000, "machine"))
    assert verdict.facts["states"] == ["GHA"]
    assert verdict.change == Change(Party.DONOR, "ceiling", quantity=4_000, unit="machine")


def test_a_raise_is_no_less_than_the_smallest_share() -> None:
    verdict = verdict_on({"GHA": 2_000}, Ceiling(2_000, "machine"), smallest_share=3_000)
    assert verdict.change == Change(Party.DONOR, "ceiling", quantity=3_000, unit="machine")


def test_what_other_states_received_does_not_count() -> None:
    assert verdict_on({"NGA": 2_000}, Ceiling(2_000, "machine")).holds


def test_a_shared_need_has_the_room_of_all_its_eligible_states() -> None:
    assert verdict_on({"GHA": 2_000}, Ceiling(2_000, "machine"), "GHA", "NGA").holds
    assert not verdict_on({"GHA": 2_000}, Ceiling(2_000, "machine"), "GHA", "KEN").holds


def test_a_state_above_the_ceiling_takes_no_room_from_another() -> None:
    assert verdict_on({"GHA": 9_000, "NGA": 1_500}, Ceiling(2_000, "machine"), "GHA", "NGA").holds


def test_a_ceiling_in_another_unit_than_the_line_still_counts() -> None:
    verdict = verdict_on({"GHA": 50_000}, Ceiling(50_000, "money", "EUR"))
    assert verdict.change == Change(Party.DONOR, "ceiling", quantity=1_000, unit="money", currency="EUR")

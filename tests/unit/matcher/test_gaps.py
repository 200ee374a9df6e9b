"""What blocks unanswered needs and what would unlock most, on worlds small enough to count by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from matcher.domain.candidates import find_answer
from matcher.domain.conditions import Code
from matcher.domain.demand import Need
from matcher.domain.remedies import Gaps, Scope, Unlock, find_gaps
from matcher.domain.scoring import load_profile
from matcher.domain.spans import Span
from matcher.domain.supply import Eligibility, Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer

PROFILE = load_profile()


def gaps_of(needs: Sequence[Need], *offers: Offer, scope: Scope | None = None) -> Gaps:
    around = context()
    answers = {each.need_id: [find_answer(each, offered, around, PROFILE) for offered in offers] for each in needs}
    best = {
        need_id: max(answer.score for answer in found if answer)
        for need_id, found in answers.items()
        if any(answer is not None for answer in found)
    }
    return find_gaps(needs, offers, best, scope or Scope(), context=around, profile=PROFILE)


def alone(found: Gaps) -> dict[Code, tuple[int, int]]:
    return {each.code: (each.needs_alone, each.components_alone) for each in found.by_condition if each.needs_alone}


def best(found: Gaps) -> Unlock:
    return found.unlocks[0]


def waiting_for(number: int, machines: int) -> Need:
    return need(number, components=(component(10 * number, quantity=machines * 1_000),))


def test_an_answered_need_is_no_gap() -> None:
    assert gaps_of([need()], offer()).unanswered == 0


def test_a_need_counts_once_and_each_of_its_components_for_itself() -> None:
    two = need(1, components=(component(1), component(2), component(3, category="tracing")))
    assert alone(gaps_of([two], offer(status="paused"))) == {Code.NOT_OPEN: (1, 2)}


def test_two_conditions_together_block_in_part_and_neither_alone() -> None:
    found = gaps_of([need()], offer(status="paused", conditions=("co_funding",)))
    assert alone(found) == {}
    assert {each.code: each.needs_in_part for each in found.by_condition} == {
        Code.NOT_OPEN: 1,
        Code.CONDITION_UNMET: 1,
    }


def test_one_change_is_made_as_large_as_all_the_needs_take() -> None:
    needs = [waiting_for(1, 3), waiting_for(2, 5), waiting_for(3, 9)]
    change = best(gaps_of(needs, offer(lines=(line(smallest_share=10_000),))))
    assert (len(change.needs), change.change.what, change.change.difference.quantity) == (3, "minimum", 7_000)


def test_a_window_is_widened_until_it_serves_every_need_that_it_blocks() -> None:
    early = need(1, window=Span(date(2026, 4, 1), date(2026, 6, 30)))
    late = need(2, window=Span(date(2027, 2, 1), date(2027, 4, 30)))
    change = best(gaps_of([early, late], offer(window=Span(date(2026, 9, 1), date(2026, 12, 31)))))
    assert change.needs == (numbered(1, 1), numbered(1, 2))
    assert change.after.window == Span(date(2026, 6, 1), date(2027, 3, 2))


def test_of_states_and_areas_the_smallest_that_unlocks_most_is_named() -> None:
    needs = [need(1, states=("KEN",)), need(2, states=("UGA",))]
    change = best(gaps_of(needs, offer()))
    assert change.needs == (numbered(1, 1), numbered(1, 2))
    around = context()
    members = {key: around.members(key) for key in around.geography.areas}
    both = min((len(states), key) for key, states in members.items() if {"KEN", "UGA"} <= states)
    assert change.change.difference.names == (both[1],)


def test_a_single_need_takes_a_single_state() -> None:
    assert best(gaps_of([need(states=("KEN",))], offer())).change.facts["names"] == ["KEN"]


def test_what_only_a_state_could_change_unlocks_nothing() -> None:
    found = gaps_of([need(visibility="coordinators")], offer())
    assert (alone(found), found.unlocks) == ({Code.NOT_VISIBLE: (1, 1)}, ())


def test_of_each_offer_and_kind_of_change_only_the_best_is_told() -> None:
    asked = [need(n, components=(component(n, category=each),)) for n, each in ((1, "tracing"), (2, "tracing"))]
    asked.append(need(3, components=(component(3, category="destruction"),)))
    [only] = gaps_of(asked, offer()).unlocks
    assert (only.change.facts["names"], only.needs) == (["tracing"], (numbered(1, 1), numbered(1, 2)))


def test_no_more_than_ten_changes_are_told() -> None:
    offers = [offer(number, status="paused") for number in range(1, 13)]
    found = gaps_of([need()], *offers)
    assert [each.before.offer_id for each in found.unlocks] == [numbered(2, number) for number in range(1, 11)]


def test_a_weak_candidate_counts_as_none_below_the_threshold() -> None:
    named, elsewhere = offer(1, lines=(line(pledged=1_000),)), offer(2, eligibility=Eligibility(states=("KEN",)))
    [only] = gaps_of([need()], named, elsewhere, scope=Scope(min_score=950)).unlocks
    assert (only.before.offer_id, only.change.what) == (numbered(2, 2), "state")


def test_historic_examples_and_live_records_never_mix() -> None:
    past, live = need(1, historic=True), need(2, states=("KEN",))
    found = gaps_of([past, live], offer(1), offer(2, historic=True, status="paused"))
    assert [each.before.offer_id for each in found.unlocks] == [numbered(2, 1)]
    found = gaps_of([past, live], offer(1), offer(2, historic=True, status="paused"), scope=Scope(historic=True))
    assert [each.before.offer_id for each in found.unlocks] == [numbered(2, 2)]


def test_beyond_the_bound_only_the_most_pressing_and_longest_waiting_are_examined() -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC)
    needs = [need(1), need(2, priority=5), need(3, opened_at=since)]
    offers = [offer(1, status="paused"), offer(2, status="paused")]
    found = find_gaps(needs, offers, {}, Scope(), context=context(), profile=PROFILE, most_meetings=5)
    assert (found.unanswered, found.examined) == (3, 2)
    assert best(found).needs == (numbered(1, 2), numbered(1, 3))

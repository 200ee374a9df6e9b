"""Records as promises would leave them: the line, the component and the State's ceiling each count what is promised."""

from dataclasses import replace

from matcher.domain.demand import Need
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.supply import Ceiling, Line, Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer


def present(*, of_need: Need | None = None, of_offer: Offer | None = None) -> Present:
    a_need, an_offer = of_need or need(), of_offer or offer()
    return Present({a_need.need_id: a_need}, {an_offer.offer_id: an_offer}, context())


def promise(quantity: int | None = 3_000) -> Promise:
    return Promise(need().need_id, offer().offer_id, numbered(3, 1), numbered(4, 1), quantity)


def line_after(before: Present, *promises: Promise) -> Line:
    return before.after(promises).offers[offer().offer_id].lines[0]


def residual_after(before: Present, *promises: Promise) -> int | None:
    pairing = before.after(promises).pairing(promise())
    return None if pairing is None else pairing.taking.residual


def test_a_promise_is_taken_from_the_line_and_covers_the_component() -> None:
    assert line_after(present(), promise(3_000)).remaining == 7_000
    assert residual_after(present(), promise(3_000)) == 1_000
    assert residual_after(present(), promise(3_000), promise(1_000)) == 0


def test_an_indivisible_line_is_taken_whole() -> None:
    whole = offer(lines=(line(divisible=False),))
    assert line_after(present(of_offer=whole), promise(3_000)).remaining == 0


def test_what_cannot_be_measured_takes_component_and_line_whole() -> None:
    unmeasured = need(components=(component(quantity=None, unit=None, covered=None),))
    assert residual_after(present(of_need=unmeasured), promise(None)) == 0
    assert line_after(present(of_need=unmeasured), promise(None)).remaining == 0


def test_a_promise_counts_on_the_ceiling_of_each_state_in_equal_parts() -> None:
    capped = offer(ceiling=Ceiling(5_000, "machine"))
    two_states = replace(need(), states=("GHA", "KEN"))
    eligible = replace(capped, eligibility=replace(capped.eligibility, states=("GHA", "KEN")))
    held = present(of_need=two_states, of_offer=eligible).after([promise(3_000)]).context.held
    assert held == {(capped.offer_id, "GHA"): 1_500, (capped.offer_id, "KEN"): 1_500}


def test_a_promise_about_what_is_gone_changes_nothing() -> None:
    gone = Promise(need().need_id, offer().offer_id, numbered(3, 9), numbered(4, 1), 1_000)
    assert present().after([gone]) == present()

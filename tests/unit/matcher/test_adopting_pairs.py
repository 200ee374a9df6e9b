"""Whether pairs of a plan may still be proposed: each is seen with all that is proposed before it."""

from typing import Any

from matcher.domain.demand import Need
from matcher.domain.proposals.adoption import Judgement, judge
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.supply import Offer
from tests.support.matching_examples import component, context, line, need, numbered, offer


def present(*records: Need | Offer) -> Present:
    needs = {each.need_id: each for each in records if isinstance(each, Need)}
    offers = {each.offer_id: each for each in records if isinstance(each, Offer)}
    return Present(needs, offers, context())


def promise(of_need: int = 1, of_component: int = 1, quantity: int | None = 4_000) -> Promise:
    return Promise(numbered(1, of_need), numbered(2, 1), numbered(3, of_component), numbered(4, 1), quantity)


def judged(asked: list[Promise], *records: Need | Offer, **standing: Any) -> Judgement:
    return judge(asked, present(*records), standing.get("taken", ()), standing.get("incomplete", ()))


def codes(judgement: Judgement) -> list[str]:
    return [objection.code for objection in judgement.objections]


def of_number(number: int, **changes: Any) -> Need:
    return need(number, components=(component(number),), **changes)


def test_a_pair_that_holds_is_allowed_with_its_quantity() -> None:
    judgement = judged([promise()], need(), offer())
    assert (list(judgement.allowed), codes(judgement)) == ([promise()], [])


def test_pairs_share_what_is_left_of_a_line() -> None:
    seven = offer(lines=(line(pledged=7_000),))
    judgement = judged([promise(2, 2), promise(1, 1)], of_number(1), of_number(2), seven)
    assert (list(judgement.allowed), codes(judgement)) == ([promise(1, 1)], ["more_than_remains"])
    facts = judgement.objections[0].facts
    assert (facts["quantity"], facts["left"]) == (4_000, 3_000)


def test_a_pair_is_refused_by_the_condition_that_fails() -> None:
    assert codes(judged([promise()], need(status="closed"), offer())) == ["not_open"]
    assert codes(judged([promise()], need(), offer(lines=(line(reserved=10_000),)))) == ["exhausted"]


def test_a_quantity_below_the_line_s_new_minimum_is_refused() -> None:
    raised = offer(lines=(line(smallest_share=4_000),))
    assert codes(judged([promise(quantity=3_000)], need(), raised)) == ["below_minimum"]


def test_a_pair_that_became_measurable_or_ceased_to_be_is_refused() -> None:
    unmeasured = need(components=(component(quantity=None, unit=None, covered=None),))
    assert codes(judged([promise()], unmeasured, offer())) == ["measured_otherwise"]
    assert codes(judged([promise(quantity=None)], need(), offer())) == ["measured_otherwise"]
    assert codes(judged([promise(quantity=None)], unmeasured, offer())) == []


def test_what_is_gone_is_refused_as_gone() -> None:
    assert codes(judged([promise(of_component=9)], need(), offer())) == ["gone"]
    assert codes(judged([promise()], need())) == ["gone"]


def test_nothing_is_proposed_beside_another_proposal() -> None:
    taken = [(numbered(1, 1), numbered(2, 1))]
    assert codes(judged([promise()], need(), offer(), taken=taken)) == ["already_proposed"]


def test_of_an_all_or_nothing_need_all_pairs_are_allowed_or_none() -> None:
    both = need(components=(component(1), component(2)), all_or_nothing=True)
    asked = [promise(1, 1), promise(1, 2)]
    assert codes(judged(asked, both, offer())) == []
    refused = judged(asked, both, offer(lines=(line(pledged=7_000),)))
    assert list(refused.allowed) == []
    assert codes(refused) == ["more_than_remains", "only_together"]
    assert codes(judged(asked[:1], both, offer(), incomplete=[both.need_id])) == ["only_together"]


def test_a_refused_need_leaves_what_it_would_have_taken_to_others() -> None:
    both = need(components=(component(1), component(2, category="destruction")), all_or_nothing=True)
    four = offer(lines=(line(pledged=4_000),))
    judgement = judged([promise(1, 1), promise(1, 2), promise(3, 3)], both, of_number(3), four)
    assert list(judgement.allowed) == [promise(3, 3)]

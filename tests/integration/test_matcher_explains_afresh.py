"""Why a need is unmatched, told anew after each change and filtered before it is cut to length."""

from decimal import Decimal
from typing import Any

from shared.events.needs import NeedState
from shared.events.offers import OfferState
from tests.support.published_states import need_id, need_state, offer_id, offer_state
from tests.support.running_matcher import RunningMatcher

WHY = f"/v1/needs/{need_id(1)}/why-unmatched"


def giving_no_less_than(least: int, number: int = 1, version: int = 1, **changes: Any) -> OfferState:
    [machines] = offer_state(number).lines
    return offer_state(
        number, version, lines=(machines.model_copy(update={"smallest_share": Decimal(least)}),), **changes
    )


def asking_for(machines: int, version: int) -> NeedState:
    [component] = need_state().components
    return need_state(1, version, components=(component.model_copy(update={"quantity": Decimal(machines)}),))


async def nearest(matcher: RunningMatcher) -> list[dict[str, Any]]:
    answer = await matcher.service.ask("GET", WHY, matcher.service.forge.as_recipient("BFA"))
    assert answer.status_code == 200, answer.text
    return answer.json()["nearest"]


async def test_the_change_that_is_told_is_the_one_that_makes_the_candidate(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), giving_no_less_than(6))
    [told] = await nearest(matcher)
    [change], [instead] = told["changes"], told["instead"]["changes"]
    assert (change["who"], change["quantity"], change["unit"]) == ("state", 2000, "machine")
    assert (instead["who"], instead["what"], instead["quantity"]) == ("donor", "minimum", 2000)
    await matcher.take_in(asking_for(5, 2))
    assert [each["quantity"] for each in (await nearest(matcher))[0]["changes"]] == [1000]
    await matcher.take_in(asking_for(6, 3))
    assert await nearest(matcher) == []
    assert await matcher.pairs() == {("N-001", "O-001"): told["proved_score"]}


async def test_what_the_reader_may_not_see_takes_no_place_among_the_nearest(matcher: RunningMatcher) -> None:
    hidden = [offer_state(n, visibility="coordinators", conditions=("co_funding",)) for n in range(10, 16)]
    await matcher.take_in(need_state(), *hidden, giving_no_less_than(6, 2, conditions=("co_funding",)))
    assert [each["offer"]["id"] for each in await nearest(matcher)] == [str(offer_id(2))]
    to_coordinators = await matcher.service.ask("GET", WHY, matcher.service.forge.as_coordinator())
    assert str(offer_id(2)) not in [each["offer"]["id"] for each in to_coordinators.json()["nearest"]]

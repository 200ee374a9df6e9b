"""Matches that take all that remains of a component, and components of which nobody said how much they are."""

from decimal import Decimal

import pytest

from needs.adapters.wire import state_of
from shared.errors import Conflict
from tests.support.matches_on_needs import OFF_RAMPS
from tests.support.need_examples import NOW, circulated, component, statement
from tests.support.needs_side import NeedsSide, asking, codes


async def test_a_match_that_takes_all_keeps_to_what_remained_when_it_was_held() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2, side.gives(18), number=1)
    await side.told("endorsed", 2, side.gives(None), number=2)
    await side.told("dissolved", 3, side.gives(18), number=1)
    await side.told("confirmed", 4, side.gives(None), number=2)
    assert side.figures() == (0, 12, 0)
    answer = await side.answer("delivered", 6, side.gives(None), number=2)
    await side.told("evaluated", 7, side.gives(None), number=2)
    assert (answer.status, side.figures()) == ("settled", (0, 0, 12))


async def test_what_a_match_that_took_all_has_delivered_stays_delivered() -> None:
    side = NeedsSide()
    await side.told("delivered", 6, side.gives(None))
    await side.told("dissolved", 7, side.gives(None))
    assert side.figures() == (0, 0, 30)


async def test_a_match_that_takes_all_is_refused_where_nothing_remains() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2, side.gives(30), number=1)
    answer = await side.answer("endorsed", 2, side.gives(None), number=2)
    assert (answer.shortfalls[0].code, answer.shortfalls[0].remaining) == ("component_covered", 0)


async def test_a_match_that_now_takes_all_takes_what_remains_too() -> None:
    side = NeedsSide()
    await side.told("endorsed", 2, side.gives(10))
    await side.told("endorsed", 3, side.gives(None))
    assert side.figures() == (30, 0, 0)


async def test_a_component_without_a_quantity_is_held_by_one_match_at_a_time() -> None:
    side = NeedsSide(asking(None))
    first = await side.answer("endorsed", 2, side.gives(None), number=1)
    second = await side.answer("endorsed", 2, side.gives(None), number=2)
    assert (first.status, first.holdings[0].unmeasured, side.figures()) == ("held", True, (0, 0, 0))
    assert (second.status, codes(second)) == ("refused", ["component_taken"])
    assert side.component.taken


@pytest.mark.parametrize("end", [*OFF_RAMPS, "delivered"])
async def test_a_component_without_a_quantity_is_free_when_its_match_has_ended(end: str) -> None:
    side = NeedsSide(asking(None))
    await side.told("endorsed", 2, side.gives(None), number=1)
    await side.told(end, 3, side.gives(None), number=1)
    assert not side.component.taken
    assert (await side.answer("endorsed", 2, side.gives(None), number=2)).status == "held"


async def test_a_component_that_a_match_has_taken_whole_can_neither_be_dropped_nor_measured() -> None:
    side = NeedsSide(asking(None, 30))
    await side.told("endorsed", 2, side.gives(None))
    details = side.need.details()
    taken, other = details.components
    for components in ((other,), (component(id=taken.id), other)):
        with pytest.raises(Conflict) as refused:
            side.need.amend(statement(components=components), NOW)
        assert refused.value.code == "component-in-use"


async def test_what_a_match_has_taken_whole_leaves_nothing_of_its_cost_to_others() -> None:
    costly = component(quantity=None, unit=None, estimated_cost=Decimal(500), currency="EUR")
    side = NeedsSide(circulated(statement(components=(costly,))))
    before = state_of(side.need).components[0]
    await side.told("endorsed", 2, side.gives(None))
    after = state_of(side.need).components[0]
    assert [(each.taken, each.covered) for each in (before, after)] == [(False, None), (True, Decimal(500))]

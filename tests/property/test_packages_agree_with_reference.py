"""What must hold of every package, and that the search finds the very packages that looking at all of them finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.candidates import Candidate
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.engine import Engine
from matcher.domain.packages import Package, choose_packages
from matcher.domain.rates import Rate
from matcher.domain.scoring import load_profile
from matcher.domain.supply import Ceiling, Offer
from tests.support.matching_examples import TODAY, component, context, line, need, offer
from tests.support.matching_worlds import Choices, changes
from tests.support.reference_packages import Layout, reference_packages

OF_COMPONENT: Choices = {
    "category": ("marking_equipment", "legislation"),
    "modalities": ((), ("equipment", "training"), ("training",)),
    "quantity": (3_000, 12_000, None),
    "estimated_cost": (100_000, 30_000),
    "currency": ("EUR",),
    "covered": (1_000,),
}
OF_LINE: Choices = {
    "categories": (("legislation",), ("marking", "legislation"), ("marking_equipment",)),
    "modalities": ((), ("training",), ("personnel", "equipment"), ("finance",)),
    "unit": ("money", "person"),
    "currency": ("EUR", "USD"),
    "pledged": (1_000, 2_500, 7_000, 90_000, None),
    "smallest_share": (1_000, 2_000),
    "largest_share": (2_000,),
    "divisible": (False,),
    "unit_cost": (7_000, 12_345),
}
MONEY: dict[str, Any] = {"unit": "money", "currency": "EUR", "modalities": ("finance",), "pledged": 50_000}
PRICED: dict[str, Any] = {"unit_cost": 7_000, "currency": "EUR", "pledged": 2_000}
CEILINGS = (None, None, Ceiling(3_000, "machine"), Ceiling(40_000, "money", "EUR"))
MODELS = ("own_delivery", "funds_others", "funds_others", "delivers_for_others", "delivers_for_others", "both")


def rate(currency: str, millionths: int) -> Rate:
    return Rate(currency=currency, millionths=millionths, on=TODAY, source="ECB", reference="EUR")


@dataclass(frozen=True)
class World:
    """A need, the offers that answer it, and the day."""

    need: Need
    offers: Sequence[Offer]
    rates: Sequence[Rate]
    found: Sequence[tuple[Offer, Candidate]]
    context: Context

    def __repr__(self) -> str:
        return f"{self.need.components} {self.offers} {self.rates}"


@st.composite
def lines(draw: st.DrawFn, number: int) -> Any:
    base = draw(st.sampled_from(({}, MONEY, PRICED)))
    return line(number, **(base | draw(changes(OF_LINE, most=2))))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    asked = tuple(component(n, **draw(changes(OF_COMPONENT, most=2))) for n in range(1, draw(st.integers(1, 2)) + 1))
    a_need = need(components=asked)
    offers = [
        offer(
            number,
            lines=tuple(draw(lines(10 * number + place)) for place in range(draw(st.integers(1, 2)))),
            delivery_model=draw(st.sampled_from(MODELS)),
            ceiling=draw(st.sampled_from(CEILINGS)),
        )
        for number in range(1, draw(st.integers(2, 5)) + 1)
    ]
    rates = draw(st.sampled_from(((), (rate("EUR", 1_000_000), rate("USD", 1_085_000)))))
    around = context(rates=rates)
    engine = Engine(around, load_profile(), needs=[a_need], offers=offers)
    by_id = {each.offer_id: each for each in offers}
    found = [(by_id[each.offer_id], each) for each in engine.candidates_of_need(a_need.need_id)]
    return World(a_need, offers, rates, found, around)


def taken_in(package: Package) -> dict[tuple[Any, Any], int | None]:
    return {
        (each.way.component.component_id, each.way.line.line_id): each.quantity
        for part in package.parts
        for each in part.taken
    }


def in_order(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted(offers, key=lambda each: each.offer_id))


def offers_in(package: Package) -> set[Any]:
    return {part.offer.offer_id for part in package.parts}


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_the_packages_are_those_found_by_looking_at_every_set_of_offers(world: World) -> None:
    found = choose_packages(world.need, world.found, world.context, limit=3)
    expected = reference_packages(world.need, world.found, world.context, limit=3)
    assert [offers_in(each) for each in found] == [{each.offer_id for each in laid.offers} for laid in expected]
    assert [(each.share, each.facets, taken_in(each)) for each in found] == [
        (laid.share, len(laid.served), laid.taken) for laid in expected
    ]


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_come_never_matters(world: World, random: Random) -> None:
    shuffled = list(world.found)
    random.shuffle(shuffled)
    assert choose_packages(world.need, shuffled, world.context) == choose_packages(
        world.need, world.found, world.context
    )


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_no_package_takes_more_than_a_line_or_a_ceiling_holds_or_a_component_asks(world: World) -> None:
    for package in choose_packages(world.need, world.found, world.context):
        for part in package.parts:
            under_ceiling = 0
            for each in part.offer.lines:
                used = sum(t.quantity or 0 for t in part.taken if t.way.line is each)
                used += sum(path.cost or 0 for path in package.paths if path.funder.line is each)
                assert used <= (used if each.remaining is None else each.remaining)
                if part.offer.ceiling and each.unit == part.offer.ceiling.unit and each.currency in (None, "EUR"):
                    under_ceiling += used
            assert part.offer.ceiling is None or under_ceiling <= part.offer.ceiling.amount
        assert all(0 <= covered.share <= 1000 for covered in package.covered)
        assert sum(covered.share for covered in package.covered) == package.share


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_the_gain_of_a_part_is_what_the_rest_lacks_without_it(world: World) -> None:
    for package in choose_packages(world.need, world.found, world.context):
        chosen = tuple(offer for offer, _ in world.found if offer.offer_id in offers_in(package))
        whole = Layout(world.need, world.found, in_order(chosen), world.context).laid()
        for part in package.parts:
            others = tuple(each for each in in_order(chosen) if each is not part.offer)
            rest = Layout(world.need, world.found, others, world.context).laid()
            assert part.gain.share == whole.share - rest.share
            assert set(part.gain.facets) == whole.served - rest.served
            assert (part.gain.share, len(part.gain.facets)) > (0, 0)

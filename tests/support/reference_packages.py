"""Packages found the slow and obvious way: every set of at most four offers, laid out by the stated rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any
from uuid import UUID

from matcher.domain.candidates import Candidate
from matcher.domain.context import Context
from matcher.domain.demand import Component, Need
from matcher.domain.supply import Line, Offer
from tests.support.reference_quantities import Quantities, exchange, quantities

Found = Sequence[tuple[Offer, Candidate]]
Pair = tuple[Offer, Component, Line]
IN_PARTS = ("money", "tonne")
FORMS = {
    "equipment": "equipment",
    "infrastructure": "equipment",
    "technology_transfer": "equipment",
    "training": "training",
    "fellowship_seat": "training",
    "personnel": "upkeep",
}


@dataclass
class Laid:
    """What a set of offers comes to."""

    offers: tuple[Offer, ...]
    share: int
    served: set[tuple[UUID, str]]
    taken: dict[tuple[UUID, UUID], int | None]

    def key(self, scores: dict[UUID, int]) -> Any:
        ids = [offer.offer_id for offer in self.offers]
        return (-self.share, -len(self.served), len(ids), -sum(scores[each] for each in ids), ids)


def reference_packages(need: Need, found: Found, context: Context, limit: int) -> list[Laid]:
    scores = {offer.offer_id: candidate.score for offer, candidate in found}
    offers = sorted((offer for offer, _ in found), key=lambda offer: offer.offer_id)
    everything = {
        frozenset(offer.offer_id for offer in chosen): Layout(need, found, chosen, context).laid()
        for size in range(5)
        for chosen in combinations(offers, size)
    }
    listed: list[frozenset[UUID]] = []
    for ids in sorted(everything, key=lambda ids: everything[ids].key(scores)):
        laid = everything[ids]
        needed = all(worth(laid) > worth(everything[ids - {each}]) for each in ids)
        if laid.share and needed and not any(ids < better for better in listed) and len(listed) < limit:
            listed.append(ids)
    return [everything[ids] for ids in listed]


def worth(laid: Laid) -> tuple[int, int]:
    return laid.share, len(laid.served)


class Layout:
    def __init__(self, need: Need, found: Found, offers: tuple[Offer, ...], context: Context) -> None:
        self.need, self.offers, self.context = need, offers, context
        components = {each.component_id: each for each in need.components}
        self.pairs: list[Pair] = []
        breadth: dict[UUID, int] = {}
        score: dict[tuple[UUID, UUID], int] = {}
        for offer, candidate in found:
            lines = {each.line_id: each for each in offer.lines}
            for pair in candidate.pairs if offer in offers else ():
                self.pairs.append((offer, components[pair.component_id], lines[pair.line_id]))
                breadth[pair.line_id] = breadth.get(pair.line_id, 0) + 1
                score[pair.component_id, pair.line_id] = pair.score
        self.pairs.sort(
            key=lambda pair: (
                pair[2].unit in IN_PARTS,
                breadth[pair[2].line_id],
                -score[pair[1].component_id, pair[2].line_id],
                pair[1].component_id,
                pair[0].offer_id,
                pair[2].line_id,
            )
        )
        self.rest = {each.component_id: Fraction(1) for each in need.components}
        self.used: dict[UUID, int] = {}
        self.closed: set[UUID] = set()
        self.room: dict[UUID, Fraction] = {offer.offer_id: Fraction(1) for offer in offers}
        self.taken: dict[tuple[UUID, UUID], int | None] = {}
        self.on_paths: set[UUID] = set()

    def laid(self) -> Laid:
        for pair in self.pairs:
            if pair[0].delivery_model == "own_delivery":
                self.take_directly(pair)
        for provider in self.pairs:
            for funder in self.pairs:
                if self.could_pay(funder, provider):
                    self.pay(funder, provider)
        for pair in self.pairs:
            if pair[0].delivery_model != "own_delivery":
                self.take_directly(pair)
        answered = {component for component, _ in self.taken}
        shares = [self.share(component_id) for component_id in answered]
        served = {(each, facet) for each in answered for facet in self.facets(each)}
        return Laid(self.offers, sum(shares), served, self.taken)

    def known(self, pair: Pair) -> Quantities:
        offer, component, line = pair
        return quantities(self.need, component, offer, line, self.context)

    def holds(self, pair: Pair) -> int:
        line = pair[2]
        if line.line_id in self.closed:
            return 0
        known = self.known(pair)
        bounds = [known.remaining or 0]
        if line.largest_share is not None:
            bounds.append(line.largest_share)
        bounds = [min(bounds) - self.used.get(line.line_id, 0)]
        if known.room_here is not None:
            bounds.append(floor(self.room[pair[0].offer_id] * known.room_here))
        return min(bounds)

    def may_take(self, pair: Pair) -> int:
        known, rest = self.known(pair), self.rest[pair[1].component_id]
        most = floor(rest * (known.asked or 0))
        if rest < 1 and pair[2].unit not in IN_PARTS:
            most = most // 1000 * 1000
        most = min(most, self.holds(pair))
        return most if most >= max(1, pair[2].smallest_share or 1) else 0

    def measured(self, pair: Pair) -> bool:
        known = self.known(pair)
        return known.asked is not None and known.remaining is not None

    def use(self, pair: Pair, quantity: int) -> None:
        line, known = pair[2], self.known(pair)
        if known.room_here:
            self.room[pair[0].offer_id] -= Fraction(quantity, known.room_here)
        self.used[line.line_id] = self.used.get(line.line_id, 0) + quantity
        if not line.divisible:
            self.closed.add(line.line_id)

    def cover(self, pair: Pair, quantity: int) -> None:
        asked = self.known(pair).asked
        assert asked is not None
        self.rest[pair[1].component_id] -= Fraction(quantity, asked)
        key = (pair[1].component_id, pair[2].line_id)
        self.taken[key] = (self.taken.get(key) or 0) + quantity
        self.use(pair, quantity)

    def take_directly(self, pair: Pair) -> None:
        key = (pair[1].component_id, pair[2].line_id)
        if not self.measured(pair):
            self.taken[key] = None
        elif quantity := self.may_take(pair):
            self.cover(pair, quantity)

    def could_pay(self, funder: Pair, provider: Pair) -> bool:
        def is_money(line: Line) -> bool:
            return line.unit == "money" or "finance" in line.modalities

        return (
            funder[1] == provider[1]
            and funder[0] != provider[0]
            and funder[0].delivery_model in ("funds_others", "both")
            and provider[0].delivery_model in ("delivers_for_others", "both")
            and is_money(funder[2])
            and not is_money(provider[2])
        )

    def rate(self, funder: Line, provider: Line) -> Fraction | None:
        """Return how much of the provider's currency one of the funder's buys, where the price is known at all."""
        if not provider.unit_cost or funder.unit != "money" or funder.pledged is None:
            return None
        factors = exchange(funder.currency, provider.currency, self.context)
        return None if factors is None else Fraction(*factors)

    def pay(self, funder: Pair, provider: Pair) -> None:
        component_id, line = provider[1].component_id, provider[2]
        rate = self.rate(funder[2], line)
        cost_each = line.unit_cost or 0
        if not self.measured(provider):
            if self.taken.get((component_id, line.line_id), 0) is None:
                return
            worth_it = rate is None or floor(self.holds(funder) * rate) * 1000 // cost_each > 0
            if worth_it:
                self.taken[component_id, line.line_id] = None
                self.on_paths.add(component_id)
            return
        quantity = self.may_take(provider)
        if rate is None:
            if quantity:
                self.cover(provider, quantity)
                self.on_paths.add(component_id)
            return
        affordable = floor(self.holds(funder) * rate) * 1000 // cost_each
        if affordable < quantity:
            quantity = affordable if line.unit in IN_PARTS else affordable // 1000 * 1000
            quantity = quantity if quantity >= max(1, line.smallest_share or 1) else 0
        cost = ceil(ceil(Fraction(quantity * cost_each, 1000)) / rate)
        if quantity and cost >= max(1, funder[2].smallest_share or 1):
            self.cover(provider, quantity)
            self.use(funder, cost)
            self.on_paths.add(component_id)

    def share(self, component_id: UUID) -> int:
        measured = floor((1 - self.rest[component_id]) * 1000)
        unmeasured = any(key[0] == component_id and quantity is None for key, quantity in self.taken.items())
        return max(500, measured) if unmeasured else measured

    def facets(self, component_id: UUID) -> set[str]:
        [component] = [each for each in self.need.components if each.component_id == component_id]
        return self.roles(component_id) | (self.wanted(component) & self.given(component))

    def roles(self, component_id: UUID) -> set[str]:
        models = {
            offer.delivery_model
            for offer in self.offers
            for line in offer.lines
            if (component_id, line.line_id) in self.taken
        }
        if component_id in self.on_paths or models & {"own_delivery", "both"}:
            return {"funder", "provider"}
        return {"provider"} if "delivers_for_others" in models else {"funder"}

    def wanted(self, component: Component) -> set[str]:
        if self.top(component.category) == "legislation":
            return {"law"}
        asked = {FORMS[form] for form in component.modalities if form in FORMS}
        if "equipment" in asked or not component.modalities:
            return {"equipment", "training", "upkeep", "law"}
        return asked & {"training"}

    def given(self, component: Component) -> set[str]:
        given: set[str] = set()
        for line in (line for offer in self.offers for line in offer.lines):
            subjects = {self.top(each) for each in line.categories} if line.remaining != 0 else set[str]()
            given |= {"law"} if "legislation" in subjects else set()
            if self.top(component.category) not in subjects:
                continue
            bought = set(component.modalities) - {"fellowship_seat"} if "finance" in line.modalities else set[str]()
            given |= {FORMS[form] for form in {*line.modalities, *bought} if form in FORMS}
        return given

    def top(self, category: str) -> str:
        known = self.context.vocabulary.categories.get(category)
        return category if known is None or known.parent is None else self.top(known.parent)

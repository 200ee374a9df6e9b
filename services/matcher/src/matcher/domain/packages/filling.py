"""Lays out quantities for a set of offers by one rule, so that the same offers always give the same package.

First offers that pay for what they deliver; then funders that pay providers; then what is left of both. Within each,
things come before money, which fills any rest, then lines that can serve little else, then the better pair, then ids.
Each takes as much as is asked, as it holds, as its largest share and its ceiling allow, and nothing below its
smallest share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from matcher.domain.context import Context
from matcher.domain.packages.facets import ROLES, Facet
from matcher.domain.packages.ledger import Ledger
from matcher.domain.packages.package import Path, Taken
from matcher.domain.packages.paths import lay_path, may_pay
from matcher.domain.packages.ways import DELIVERS, FUNDS, OWN, Way, in_order
from matcher.domain.scoring.mark import NOT_SAID


@dataclass(frozen=True)
class Filling:
    """What the lines take over of each component, and who pays whom."""

    taken: tuple[Taken, ...]
    paths: tuple[Path, ...]
    measured: dict[UUID, int]

    @cached_property
    def answered(self) -> frozenset[UUID]:
        """The components that something is taken over of."""
        return frozenset(each.way.component.component_id for each in self.taken)

    def share(self, component_id: UUID) -> int:
        """Return the share of a component in thousandths, no less than half where a line answers it unmeasured."""
        unmeasured = any(
            each.quantity is None and each.way.component.component_id == component_id for each in self.taken
        )
        measured = self.measured.get(component_id, 0)
        return max(measured, NOT_SAID) if unmeasured else measured

    def roles(self, component_id: UUID) -> frozenset[Facet]:
        """Return whether the component's help is paid for, and whether somebody delivers it."""
        if any(path.provider.component.component_id == component_id for path in self.paths):
            return ROLES
        here = (each.way for each in self.taken if each.way.component.component_id == component_id)
        models = {way.offer.delivery_model for way in here}
        if models - {FUNDS, DELIVERS}:
            return ROLES
        if DELIVERS in models:
            return frozenset({Facet.PROVIDER})
        return frozenset({Facet.FUNDER}) if models else frozenset()


def fill(ways: Sequence[Way], context: Context) -> Filling:
    """Return what these ways take over together."""
    ordered, ledger = in_order(ways), Ledger()
    taken: list[Taken] = []
    own = [way for way in ordered if way.offer.delivery_model == OWN]
    others = [way for way in ordered if way.offer.delivery_model != OWN]
    _take(own, ledger, taken)
    paths = _pay(others, ledger, context)
    taken += (Taken(path.provider, path.quantity) for path in paths)
    unmeasured = {id(path.provider) for path in paths if path.quantity is None}
    _take([way for way in others if id(way) not in unmeasured], ledger, taken)
    components = {way.component.component_id for way in ordered}
    return Filling(_joined(taken), paths, {each: ledger.covered(each) for each in components})


def _joined(taken: Sequence[Taken]) -> tuple[Taken, ...]:
    """Return one entry for each way: what it took on a path and what it took besides are one quantity."""
    totals: dict[int, Taken] = {}
    for each in taken:
        former = totals.get(id(each.way))
        before = former.quantity if former else None
        totals[id(each.way)] = Taken(each.way, each.quantity if before is None else before + (each.quantity or 0))
    return tuple(totals.values())


def _take(ways: Sequence[Way], ledger: Ledger, taken: list[Taken]) -> None:
    for way in ways:
        if not way.is_measured:
            taken.append(Taken(way, None))
        elif quantity := ledger.open_to(way):
            ledger.take(way, quantity)
            taken.append(Taken(way, quantity))


def _pay(ways: Sequence[Way], ledger: Ledger, context: Context) -> tuple[Path, ...]:
    funders = [way for way in ways if way.is_money]
    pairs = ((funder, provider) for provider in ways for funder in funders if may_pay(funder, provider))
    paid: set[int] = set()
    paths: list[Path] = []
    for funder, provider in pairs:
        path = None if id(provider) in paid else lay_path(funder, provider, ledger, context)
        if path is not None:
            paths.append(path)
            if path.quantity is None:
                paid.add(id(provider))
    return tuple(paths)

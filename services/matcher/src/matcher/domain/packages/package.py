"""A package as it is chosen: which offers, what each takes over, and what would be lost without it."""

from dataclasses import dataclass
from uuid import UUID

from matcher.domain.packages.facets import Facet
from matcher.domain.packages.ways import Way
from matcher.domain.supply import Offer

Served = tuple[UUID, Facet]
"""A component and something that the package gives to it."""


@dataclass(frozen=True)
class Path:
    """A funder's line that pays a provider's; quantities in thousandths of each line's unit, None = not measured."""

    funder: Way
    provider: Way
    quantity: int | None
    cost: int | None


@dataclass(frozen=True)
class Taken:
    """What a line takes over of a component, in thousandths of the line's unit; None = the pair is unquantified."""

    way: Way
    quantity: int | None


@dataclass(frozen=True)
class Covered:
    """How far a package covers a component: `share` in thousandths, 500 of them by convention where not measured."""

    component_id: UUID
    share: int
    is_measured: bool
    facets: tuple[Facet, ...]
    missing: tuple[Facet, ...]


@dataclass(frozen=True)
class Gain:
    """What a package would lose without one of its parts: thousandths of components, and facets."""

    share: int
    facets: tuple[Served, ...]


@dataclass(frozen=True)
class Part:
    """An offer in a package: its place in triangular co-operation, what it takes over and gives, and its gain."""

    offer: Offer
    score: int
    roles: frozenset[Facet]
    taken: tuple[Taken, ...]
    gives: tuple[Served, ...]
    gain: Gain


@dataclass(frozen=True)
class Package:
    """Offers that together serve a need; `share` = thousandths of components, summed over all still asked for."""

    parts: tuple[Part, ...]
    covered: tuple[Covered, ...]
    paths: tuple[Path, ...]
    share: int
    facets: int

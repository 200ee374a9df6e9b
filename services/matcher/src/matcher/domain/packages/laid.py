"""A combination of offers with its quantities laid out, and how it compares with another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from matcher.domain.packages.facets import Facet
from matcher.domain.packages.filling import Filling
from matcher.domain.packages.package import Served
from matcher.domain.packages.pool import Answering, Pool

Chosen = tuple[int, ...]
"""Places in the pool, ascending."""


@dataclass(frozen=True)
class Laid:
    """A combination with its quantities; sorting by `order` puts the better first."""

    pool: Pool
    chosen: tuple[Answering, ...]
    filling: Filling

    @cached_property
    def share(self) -> int:
        """Thousandths of components, summed."""
        return sum(self.filling.share(each.component_id) for each in self.pool.components)

    @cached_property
    def served(self) -> frozenset[Served]:
        """What each answered component gets of what it needs to last, and whether it is paid for and delivered."""
        return frozenset(
            (component_id, facet)
            for component_id in self.filling.answered
            for facet in self.filling.roles(component_id) | self._material(component_id)
        )

    @cached_property
    def order(self) -> tuple[int, int, int, int, tuple[int, ...]]:
        """Share, then facets, then fewest offers, then scores, then ids."""
        score = sum(each.score for each in self.chosen)
        ids = tuple(each.offer.offer_id.int for each in self.chosen)
        return (-self.share, -len(self.served), len(self.chosen), -score, ids)

    def _material(self, component_id: UUID) -> frozenset[Facet]:
        given = frozenset[Facet]().union(*(each.facets[component_id] for each in self.chosen))
        return given & self.pool.wanted[component_id]


Combinations = Mapping[Chosen, Laid]
"""Every combination of the pool's offers, the empty one included."""


def without(laid: Combinations, chosen: Chosen, place: int) -> Laid:
    """Return the combination that is left when one offer is taken out."""
    return laid[tuple(each for each in chosen if each != place)]


def adds(laid: Combinations, chosen: Chosen, place: int) -> bool:
    """Say whether the combination would lose share, or facets at the same share, without this offer."""
    whole, rest = laid[chosen], without(laid, chosen, place)
    return (whole.share, len(whole.served)) > (rest.share, len(rest.served))

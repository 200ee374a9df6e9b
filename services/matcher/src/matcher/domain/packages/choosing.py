"""Chooses packages by trying every combination of few offers: exact over the offers looked at.

Best is: most share covered, weighted by the need's priority (one number for all its components); then most facets;
then fewest offers; then the sum of scores; then ids. A package holds no offer without which it would lose nothing,
and a package whose offers all stand in a better one is left out.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from matcher.domain.candidates import Candidate
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.packages.filling import fill
from matcher.domain.packages.laid import Chosen, Laid, adds
from matcher.domain.packages.package import Package
from matcher.domain.packages.parts import package_of
from matcher.domain.packages.pool import Pool, pool_of
from matcher.domain.supply import Offer

MOST_OFFERS: Final = 4
"""How many offers a package holds at most."""


def choose_packages(
    need: Need,
    found: Sequence[tuple[Offer, Candidate]],
    context: Context,
    *,
    own_upkeep: bool = False,
    limit: int = 3,
) -> tuple[Package, ...]:
    """Return the best packages of these candidates of a need, best first; in whatever order they are given.

    `own_upkeep` = the State has a plan for upkeep of its own, so that no offer is asked for it.
    """
    laid = dict(_every(pool_of(need, found, context, own_upkeep=own_upkeep)))
    listed: list[Chosen] = []
    for chosen in sorted(laid, key=lambda each: laid[each].order):
        if len(listed) == limit:
            break
        within_better = any(set(chosen) < set(better) for better in listed)
        if laid[chosen].share and not within_better and all(adds(laid, chosen, place) for place in chosen):
            listed.append(chosen)
    return tuple(package_of(laid, chosen) for chosen in listed)


def _every(pool: Pool) -> Iterator[tuple[Chosen, Laid]]:
    places = range(len(pool.answering))
    for size in range(MOST_OFFERS + 1):
        for chosen in combinations(places, size):
            offers = tuple(pool.answering[place] for place in chosen)
            ways = [way for each in offers for way in each.ways]
            yield chosen, Laid(pool, offers, fill(ways, pool.context))

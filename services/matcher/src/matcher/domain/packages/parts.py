"""From a chosen combination to the package that is shown: its parts, their gains, and what each component gets."""

from uuid import UUID

from matcher.domain.packages.facets import MATERIAL, Facet
from matcher.domain.packages.laid import Chosen, Combinations, Laid, without
from matcher.domain.packages.package import Covered, Gain, Package, Part, Served, Taken
from matcher.domain.packages.pool import Answering

_PLACE = {facet: place for place, facet in enumerate(Facet)}


def package_of(laid: Combinations, chosen: Chosen) -> Package:
    """Return the package of a combination, the part that it would miss most first."""
    whole = laid[chosen]
    parts = [_part(whole, whole.pool.answering[place], without(laid, chosen, place)) for place in chosen]
    parts.sort(key=lambda part: (-part.gain.share, -len(part.gain.facets), -part.score, part.offer.offer_id))
    covered = tuple(_covered(whole, component.component_id) for component in whole.pool.components)
    return Package(tuple(parts), covered, whole.filling.paths, whole.share, len(whole.served))


def _part(whole: Laid, one: Answering, rest: Laid) -> Part:
    paths = whole.filling.paths
    is_funder = any(path.funder.offer is one.offer for path in paths)
    is_provider = any(path.provider.offer is one.offer for path in paths)
    gives = {(key, facet) for key, facets in one.facets.items() for facet in facets if (key, facet) in whole.served}
    return Part(
        offer=one.offer,
        score=one.score,
        roles=frozenset({Facet.FUNDER} if is_funder else ()) | frozenset({Facet.PROVIDER} if is_provider else ()),
        taken=_taken(whole, one),
        gives=_in_order(gives),
        gain=Gain(whole.share - rest.share, _in_order(whole.served - rest.served)),
    )


def _taken(whole: Laid, one: Answering) -> tuple[Taken, ...]:
    mine = (each for each in whole.filling.taken if each.way.offer is one.offer)
    return tuple(sorted(mine, key=lambda each: each.way.order))


def _covered(whole: Laid, component_id: UUID) -> Covered:
    got = [facet for key, facet in whole.served if key == component_id]
    wanted = whole.pool.wanted[component_id]
    quantities = [each.quantity for each in whole.filling.taken if each.way.component.component_id == component_id]
    share = whole.filling.share(component_id)
    return Covered(
        component_id=component_id,
        share=share,
        is_measured=bool(quantities) and whole.filling.measured[component_id] == share,
        facets=tuple(sorted(got, key=_PLACE.__getitem__)),
        missing=tuple(facet for facet in MATERIAL if facet in wanted and facet not in got),
    )


def _in_order(served: set[Served] | frozenset[Served]) -> tuple[Served, ...]:
    return tuple(sorted(served, key=lambda each: (each[0].int, _PLACE[each[1]])))

"""What the ledger of the components says about the whole need."""

from collections.abc import Sequence

from needs.domain.component import NeedComponent
from needs.domain.life_cycle import NeedStatus


def status_from_coverage(components: Sequence[NeedComponent]) -> NeedStatus:
    """Return how far a circulated need is covered by what is confirmed and delivered.

    A hold is not coverage: it may lapse. A component without a quantity is never covered by counting; its State
    says so by closing the need.
    """
    if components and all(_is_covered(component) for component in components):
        return "covered"
    if any(_is_begun(component) for component in components):
        return "partly_covered"
    return "open"


def is_delivered_in_full(components: Sequence[NeedComponent]) -> bool:
    """Answer whether nothing is left to give; where nobody said how much is asked, only the State can tell."""
    return bool(components) and all(component.delivered == component.quantity for component in components)


def _is_covered(component: NeedComponent) -> bool:
    return component.quantity is not None and component.confirmed + component.delivered >= component.quantity


def _is_begun(component: NeedComponent) -> bool:
    return component.confirmed + component.delivered > 0

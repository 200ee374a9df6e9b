"""The four facets of BMS7 97 of a confirmed match, as data: adequate, measurable, sustainable, timely."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from matcher.domain.amounts import ONE
from matcher.domain.demand import Component, Need
from matcher.domain.facts import Facts
from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.line import MatchLine
from matcher.domain.spans import Span, days_together


@dataclass(frozen=True)
class MatchFacet:
    """One facet: its name, the key of its sentence, and the figures in it."""

    facet: str
    message_key: str
    facts: Facts


def facets_of_match(
    need: Need, offer_window: Span, lines: Sequence[MatchLine], plan: DeliveryPlan, confirmed_at: datetime
) -> tuple[MatchFacet, ...]:
    """Return the four facets in the order of the paragraph."""
    return (
        _adequate(need, lines),
        _measurable(plan),
        _sustainable(need),
        _timely(need, offer_window, confirmed_at),
    )


def share_covered(need: Need, lines: Sequence[MatchLine]) -> int | None:
    """Return the share of the whole need that the lines cover, in thousandths, every component counted alike.

    A component that cannot be measured counts as covered whole where a line answers it; None where the need is empty.
    """
    if not need.components:
        return None
    return sum(_share(component, lines) for component in need.components) // len(need.components)


def _share(component: Component, lines: Sequence[MatchLine]) -> int:
    whole = component.estimated_cost if component.quantity is None else component.quantity
    mine = [line for line in lines if line.role == "provides" and line.component_id == component.component_id]
    if not mine:
        return 0
    if not whole or any(line.coverage is None for line in mine):
        return ONE
    return min(ONE, sum(line.coverage or 0 for line in mine) * ONE // whole)


def _adequate(need: Need, lines: Sequence[MatchLine]) -> MatchFacet:
    share = share_covered(need, lines)
    answered: set[UUID] = {line.component_id for line in lines if line.role == "provides"}
    facts: Facts = {"share": share, "components": len(need.components), "answered": len(answered)}
    return MatchFacet("adequate", "match.facet.adequate", facts)


def _measurable(plan: DeliveryPlan) -> MatchFacet:
    count = len(plan.indicators)
    variant = "yes" if count else "no"
    return MatchFacet("measurable", f"match.facet.measurable.{variant}", {"count": count})


def _sustainable(need: Need) -> MatchFacet:
    variant = "yes" if need.has_upkeep_plan else "no"
    return MatchFacet("sustainable", f"match.facet.sustainable.{variant}", {"upkeep_plan": need.has_upkeep_plan})


def _timely(need: Need, offer_window: Span, confirmed_at: datetime) -> MatchFacet:
    waited = None if need.opened_at is None else max(0, (confirmed_at.date() - need.opened_at.date()).days)
    together = _overlap(need.window, offer_window, confirmed_at.date())
    variant = ("waited" if waited is not None else "not_known") + ("_window" if together is not None else "")
    return MatchFacet("timely", f"match.facet.timely.{variant}", {"waited": waited, "together": together})


def _overlap(wanted: Span, offered: Span, confirmed: date) -> int | None:
    days = days_together(wanted, offered, confirmed)
    return None if days is None else max(0, days)

"""How much of what is still asked for the offer could cover."""

from collections.abc import Sequence

from matcher.domain.amounts import ONE
from matcher.domain.facts import Fact
from matcher.domain.pairing import Pairing
from matcher.domain.scoring.mark import NOT_SAID, Mark


def coverage(pairing: Pairing) -> Mark:
    """Return the share of the component's residual that the line could take, 500 where it cannot be measured."""
    known = pairing.taking
    if known.share is None:
        return Mark(NOT_SAID, _why_unmeasured(pairing), {"category": pairing.component.category})
    facts: dict[str, Fact] = {
        "category": pairing.component.category,
        "takeable": known.takeable,
        "asked": known.asked,
        "unit": pairing.line.unit,
        "currency": pairing.line.currency,
        "share": known.share,
    }
    if not known.rates:
        return Mark(known.share, "whole" if known.share == ONE else "share", facts)
    facts["rate_date"] = min(rate.on for rate in known.rates).isoformat()
    facts["rate_sources"] = sorted({rate.source for rate in known.rates})
    return Mark(known.share, "share_at_rate", facts)


def coverage_of_need(best: Sequence[Mark | None]) -> Mark:
    """Return the floor of the mean over all components of a need; None = no line answers that component.

    A single component's mark stands for itself. Adding capacity can raise no mark without raising this one.
    """
    if len(best) == 1 and best[0] is not None:
        return best[0]
    answered = [mark for mark in best if mark is not None]
    points = sum(mark.points for mark in answered) // len(best) if best else 0
    facts: dict[str, Fact] = {
        "components": len(best),
        "answered": len(answered),
        "unmeasured": sum("share" not in mark.facts for mark in answered),
        "share": points,
    }
    return Mark(points, "several", facts)


def _why_unmeasured(pairing: Pairing) -> str:
    if pairing.line.pledged is None:
        return "capacity_not_said"
    component = pairing.component
    if component.quantity is None and component.estimated_cost is None:
        return "quantity_not_said"
    return "not_comparable"

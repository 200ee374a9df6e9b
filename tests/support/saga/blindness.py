"""Records as somebody sees them whose copies are late: as if nothing of them were engaged yet.

Judged by these, matches want the same far more often than they would; only the sides' own ledgers keep them apart then.
"""

from dataclasses import replace

from matcher.domain.demand import Need
from matcher.domain.proposals.promised import Present
from matcher.domain.supply import Offer


def as_if_untouched(present: Present) -> Present:
    """Return the same records with empty ledgers and as open as their authors left them."""
    return Present(
        {need_id: _need(need) for need_id, need in present.needs.items()},
        {offer_id: _offer(offer) for offer_id, offer in present.offers.items()},
        replace(present.context, held={}),
    )


def _need(need: Need) -> Need:
    whole = tuple(replace(each, covered=None) for each in need.components)
    return replace(
        need, components=whole, status="open" if need.status in {"partly_covered", "covered"} else need.status
    )


def _offer(offer: Offer) -> Offer:
    whole = tuple(replace(line, reserved=0, committed=0, delivered=0) for line in offer.lines)
    return replace(offer, lines=whole, status="open" if offer.status == "exhausted" else offer.status)

"""Refusals that several places give, worded once: a hidden offer must answer exactly as one that is not there."""

from offers.domain.identifiers import OfferId
from shared.errors import NotFound, VersionMismatch


def unknown_offer(offer_id: OfferId) -> NotFound:
    """Return the answer for an offer that does not exist, or that the actor may not know of."""
    return NotFound(f"There is no offer {offer_id}.", offer_id=str(offer_id))


def changed_meanwhile(offer_id: OfferId, *, expected: int, current: int) -> VersionMismatch:
    """Return the answer to a change of a version that is no longer the current one."""
    return VersionMismatch(
        f"Offer {offer_id} is at version {current}; the change was made for version {expected}.",
        expected_version=expected,
        current_version=current,
    )

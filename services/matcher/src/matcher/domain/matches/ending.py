"""Which matches end with their need or their offer, and the reasons that only Accord gives."""

from typing import Final

from matcher.domain.matches.life_cycle import UNCONFIRMED, Status
from matcher.domain.matches.reasons import Reason

END_OF_NEED: Final = Reason("need_ended")
END_OF_OFFER: Final = Reason("offer_ended")
PACKAGE_INCOMPLETE: Final = Reason("package_incomplete")
OUT_OF_TIME: Final = Reason("deadline_passed")


def ended_with_need(status: Status, closed_as: str | None) -> bool:
    """Say whether a match ends with its need: what is confirmed, only with one that was withdrawn or expired."""
    if closed_as is None:
        return False
    return status in UNCONFIRMED or (status == "confirmed" and closed_as != "fulfilled")


def ended_with_offer(status: Status, offer_status: str) -> bool:
    """Say whether a match ends with its offer: what was confirmed stands."""
    return offer_status == "closed" and status in UNCONFIRMED

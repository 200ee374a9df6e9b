"""What the offers service must hold for a match, as a function of the match's newest status and of nothing before."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from offers.domain.figures import Figures

Standing = Literal["held", "confirmed", "settled", "released"]
"""What a match asks of its lines: to be held, promised, counted as far as they were delivered, or let go."""

STANDINGS: Mapping[str, Standing] = {
    "proposed": "released",
    "endorsed": "held",
    "refused": "released",
    "reserved": "held",
    "confirmed": "confirmed",
    "in_delivery": "confirmed",
    "delivered": "settled",
    "evaluated": "settled",
    "rejected": "released",
    "declined": "released",
    "expired": "released",
    "dissolved": "released",
}
"""What each status of a match asks for."""


def target_of(standing: Standing, *, figure: Decimal, told: Decimal | None, counted: Decimal) -> Figures:
    """Return what is to be held of a line on which the match takes `figure` in all.

    `told` is what the match says was delivered; None = it took all that was left and cannot say: then nothing more
    than what is `counted` already is delivered before the end of delivery, and all of it at the end.
    """
    delivered = counted if told is None else min(told, figure)
    if standing == "settled":
        return Figures(delivered=figure if told is None else delivered)
    rest = figure - delivered
    if standing == "held":
        return Figures(held=rest, delivered=delivered)
    if standing == "confirmed":
        return Figures(promised=rest, delivered=delivered)
    return Figures(delivered=delivered)

"""What the offers service must hold for a match, as a function of the match's newest status and of nothing before."""

from decimal import Decimal

from shared.statements.standings import Figures, Standing


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

"""The capacity ledger of a line: what is left of a pledge, and when an offer has nothing left."""

from collections.abc import Sequence
from decimal import Decimal

from offers.domain.life_cycle import STANDING, OfferStatus
from offers.domain.line import OfferLine
from shared.statements.standings import Figures


def engaged(line: OfferLine) -> Decimal:
    """Return what is no longer free, in the line's unit: reserved, committed and delivered together."""
    return line.reserved + line.committed + line.delivered


def remaining(line: OfferLine) -> Decimal | None:
    """Return what can still be reserved, in the line's unit; None where the donor named no total."""
    return None if line.pledged is None else line.pledged - engaged(line)


def move(line: OfferLine, before: Figures, after: Figures) -> None:
    """Move what a match has engaged of a line to other figures: held is reserved, promised is committed."""
    line.reserved += after.held - before.held
    line.committed += after.promised - before.promised
    line.delivered += after.delivered - before.delivered


def ledger_holds(line: OfferLine) -> bool:
    """Answer whether no part of the ledger is negative and no more is engaged than was pledged.

    The database mirrors it on table `offer_lines` by CHECK `lines_hold_nothing_negative` and CHECK
    `lines_are_never_over_committed` (which an unnamed pledge, being NULL, passes).
    """
    left = remaining(line)
    return min(line.reserved, line.committed, line.delivered) >= 0 and (left is None or left >= 0)


def status_from_ledger(status: OfferStatus, lines: Sequence[OfferLine]) -> OfferStatus:
    """Return exhausted for an open offer whose every line is used up, and open again once one is not.

    A line without a pledged total is never used up. Drafts, paused and closed offers stay what they are.
    """
    if status not in STANDING:
        return status
    used_up = bool(lines) and all(remaining(line) == 0 for line in lines)
    return "exhausted" if used_up else "open"

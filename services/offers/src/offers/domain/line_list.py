"""How an offer's lines continue through an amendment: kept, changed, added or dropped, but never lost in use."""

from collections.abc import Sequence
from decimal import Decimal

from offers.domain.identifiers import LineId
from offers.domain.ledger import engaged
from offers.domain.line import LineDetails, OfferLine
from shared.errors import Conflict
from shared.identifiers import new_id


def amended_lines(current: Sequence[OfferLine], wanted: Sequence[LineDetails]) -> list[OfferLine]:
    """Return the lines as wanted, in that order; those named by id keep their identity and their ledger.

    Raises Conflict, before anything is changed. `line-in-use`: a line from which help is engaged would go, or be
    counted in another unit or money. `pledge-below-commitments`: its pledge would no longer cover what is engaged.
    """
    wanted_by_id = {details.id: details for details in wanted}
    for line in current:
        if engaged(line) > 0:
            _must_keep(line, wanted_by_id.get(line.id))
    kept = {line.id: line for line in current}
    return [_continued(kept, details, position) for position, details in enumerate(wanted)]


def _continued(kept: dict[LineId, OfferLine], details: LineDetails, position: int) -> OfferLine:
    line = kept.get(details.id) if details.id is not None else None
    if line is None:
        line = OfferLine(id=LineId(new_id()), position=position, categories=details.categories)
    line.restate(details, position)
    return line


def _must_keep(line: OfferLine, wanted: LineDetails | None) -> None:
    if wanted is None:
        raise _refusal(line, "line-in-use", "it cannot be removed")
    if _measure(wanted) != _measure(line):
        raise _refusal(line, "line-in-use", f"it stays counted in {_measure(line)}")
    if (wanted.pledged is None and line.pledged is not None) or _covers_less(wanted.pledged, engaged(line)):
        raise _refusal(line, "pledge-below-commitments", "its pledge cannot fall below that")


def _covers_less(pledged: Decimal | None, amount: Decimal) -> bool:
    return pledged is not None and pledged < amount


def _measure(line: OfferLine | LineDetails) -> str:
    """Return what the ledger is counted in; unless that is money, a currency only prices `unit_cost` and may change."""
    return f"money ({line.currency})" if line.unit == "money" else line.unit or "no unit"


def _refusal(line: OfferLine, code: str, rule: str) -> Conflict:
    amount = f"{engaged(line):f}"
    detail = f"Line {line.position + 1} has {amount} reserved, committed or delivered: {rule}."
    return Conflict(detail, code=code, line_id=str(line.id), engaged=amount, unit=line.unit)

"""Which of a match's records have been amended since the match last took notice of them."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from shared.errors import Conflict


class OnStatements(Protocol):
    """What of a match says on which statements of its records it rests."""

    offer_id: UUID
    funder_offer_id: UUID | None
    need_statement: int
    offer_statement: int
    funder_statement: int


def newer_statements(match: OnStatements, need: int | None, offers: Mapping[UUID, int]) -> dict[str, int]:
    """Return the statements that are newer than the match's, by its field; None = nothing was told of the need."""
    funder = match.funder_offer_id
    told = (
        ("need_statement", match.need_statement, need),
        ("offer_statement", match.offer_statement, offers.get(match.offer_id)),
        ("funder_statement", match.funder_statement, None if funder is None else offers.get(funder)),
    )
    return {name: newest for name, known, newest in told if newest is not None and newest > known}


def must_rest_on_the_newest(match: OnStatements, need: int | None, offers: Mapping[UUID, int]) -> None:
    """Raise Conflict `match-stale` where a record was amended in the moment in which the match was proposed.

    Nobody told the match of that statement, for it was not there yet.
    """
    if newer_statements(match, need, offers):
        detail = "The need or an offer was amended while the match was proposed; it has to be revised first."
        raise Conflict(detail, code="match-stale")

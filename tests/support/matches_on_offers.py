"""Matches on an offer's lines as the matcher tells of them, and the ledger that follows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from offers.application.apply_match import ApplyMatch, apply_match
from offers.domain.identifiers import LineId, MatchId, OfferId
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation
from shared.events.matches import MatchLine, MatchState
from shared.identifiers import new_id
from shared.statements.standings import Figures
from tests.support.fake_offers import FakeOffersUnitOfWork
from tests.support.moving_clock import MovingClock
from tests.support.offer_examples import NOW


def takes(offer: Offer, place: int = 0, **changes: Any) -> MatchLine:
    """Return what a match takes of one line of an offer, in the line's unit: by default 3 for a new component."""
    line = offer.lines[place]
    said: dict[str, Any] = {
        "component_id": new_id(),
        "offer_id": offer.id,
        "line_id": line.id,
        "quantity": Decimal(3),
        "unit": line.unit,
        "currency": line.currency if line.unit == "money" else None,
        "delivered": Decimal(0),
        "covered": Decimal(0),
    }
    return MatchLine(**said | changes)


def match_state(*lines: MatchLine, **changes: Any) -> MatchState:
    """Return an endorsed match of Kenya with these lines."""
    said: dict[str, Any] = {
        "match_id": new_id(),
        "version": 2,
        "status": "endorsed",
        "need_id": new_id(),
        "offer_id": lines[0].offer_id if lines else new_id(),
        "states": ("KEN",),
        "lines": lines,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return MatchState(**said | changes)


def later(match: MatchState, status: str, *, delivered: int | None = None, **changes: Any) -> MatchState:
    """Return the match at its next version, in this status; `delivered` is how much of every line was delivered."""
    lines = match.lines
    if delivered is not None:
        lines = tuple(line.model_copy(update={"delivered": Decimal(delivered)}) for line in lines)
    update: dict[str, Any] = {"version": match.version + 1, "status": status, "lines": lines}
    return match.model_copy(update=update | changes)


@dataclass(frozen=True)
class OfferBook:
    """The offers service without a database: matches are told of, and the ledger is read."""

    uow: FakeOffersUnitOfWork

    @classmethod
    def of(cls, *offers: Offer) -> "OfferBook":
        """Return one that keeps these offers."""
        return cls(FakeOffersUnitOfWork(*offers))

    async def hear(self, *states: MatchState) -> Reservation | None:
        """Tell of states of matches, one after the other; return what was answered to the last."""
        answered = None
        for state in states:
            answered = await apply_match(ApplyMatch(state, new_id()), uow=self.uow, clock=MovingClock(NOW))
        return answered

    def offer(self, offer: Offer) -> Offer:
        """Return an offer as it is stored."""
        return self.uow.stored[OfferId(offer.id)]

    def line(self, offer: Offer, place: int = 0) -> OfferLine:
        """Return a line as it is stored."""
        return self.offer(offer).lines[place]

    def figures(self, offer: Offer, place: int = 0) -> tuple[Decimal, Decimal, Decimal]:
        """Return what is reserved, committed and delivered of a line."""
        line = self.line(offer, place)
        return line.reserved, line.committed, line.delivered

    def of_match(self, match: MatchState) -> Reservation:
        """Return what is held for a match."""
        return self.uow.held_for[MatchId(match.match_id)]

    def engaged(self, offer: Offer) -> dict[str, Decimal]:
        """Return what each State has of an offer."""
        return {account.state: account.engaged for account in self.offer(offer).accounts}

    def journalled(self, line_id: UUID) -> Figures:
        """Return the sum of all movements of a line."""
        moves = [each for each in self.uow.journal if each.line_id == LineId(line_id)]
        zero = Decimal(0)
        return Figures(
            sum((each.after.held - each.before.held for each in moves), zero),
            sum((each.after.promised - each.before.promised for each in moves), zero),
            sum((each.after.delivered - each.before.delivered for each in moves), zero),
        )

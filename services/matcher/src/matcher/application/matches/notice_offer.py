"""An offer was amended or has ended: its matches become stale, or end with it where they were not confirmed yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.application.matches.packages import let_go_of_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.ending import END_OF_OFFER, ended_with_offer
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.events.offers import OfferState
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class NoticeOffer:
    """The offer's newest state that is kept here."""

    state: OfferState


async def notice_offer(command: NoticeOffer, *, uow: UnitOfWork, clock: Clock) -> Sequence[Match]:
    """Take notice of the offer's newest statement and of its end; return the matches that this changed."""
    at, state = Moment(clock(), uow.periods), command.state
    async with uow:
        found = await uow.matches.of_offer(state.offer_id)
        mine = [each for each in found if state.offer_id in {each.offer_id, each.funder_offer_id}]
        for match in mine:
            if ended_with_offer(match.status, state.status):
                match.dissolve("accord", END_OF_OFFER, at)
                await let_go_of_the_rest(uow, match, at)
            elif state.statement is not None:
                match.notice_statements(offers={state.offer_id: state.statement}, at=at)
        changed = [match for match in mine if match.events]
        if changed:
            await uow.commit(by=accord_itself("matcher"))
    return changed

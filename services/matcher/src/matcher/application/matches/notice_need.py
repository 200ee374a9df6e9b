"""A need was amended or has ended: its matches become stale, or end with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.application.matches.packages import let_go_of_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.ending import END_OF_NEED, ended_with_need
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.events.needs import NeedState
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class NoticeNeed:
    """The need's newest state that is kept here."""

    state: NeedState


async def notice_need(command: NoticeNeed, *, uow: UnitOfWork, clock: Clock) -> Sequence[Match]:
    """Take notice of the need's newest statement and of its end; return the matches that this changed."""
    at, state = Moment(clock(), uow.periods), command.state
    async with uow:
        mine = [each for each in await uow.matches.of_need(state.need_id) if each.need_id == state.need_id]
        for match in mine:
            if ended_with_need(match.status, state.closed_as):
                match.dissolve("accord", END_OF_NEED, at)
                await let_go_of_the_rest(uow, match, at)
            else:
                match.notice_statements(need=state.statement, at=at)
        changed = [match for match in mine if match.events]
        if changed:
            await uow.commit(by=accord_itself("matcher"))
    return changed

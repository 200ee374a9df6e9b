"""A party says what has come, and when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from matcher.application.matches.finding import match_of_party
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.delivery import DeliveredLine, Delivery
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class ReportDelivery:
    """What came of which lines on a day; `milestone` is that of the plan, counted from 1."""

    match_id: UUID
    on: date
    lines: tuple[DeliveredLine, ...]
    milestone: int | None = None
    note: str = ""
    expected_version: int | None = None


async def report_delivery(command: ReportDelivery, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Count what has come; when all of it has, delivery is complete by itself.

    Raises NotFound, Forbidden, VersionMismatch, Conflict `match-status` or `match-stale`, InvalidInput naming each
    field: a line that is not the match's, more than remains, a day to come, an unknown milestone.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match, party = await match_of_party(uow, command, actor=actor)
        delivery = Delivery(command.on, command.lines, command.milestone, command.note, party, at.now)
        match.report_delivery(delivery, at)
        await uow.commit(by=actor)
    return match

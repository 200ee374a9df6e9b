"""The parties agree on milestones and on what success is measured by."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_of_party
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class PlanDelivery:
    """The whole plan anew: milestones that were reached stand in it as they are, without what came of them."""

    match_id: UUID
    plan: DeliveryPlan
    expected_version: int | None = None


async def plan_delivery(command: PlanDelivery, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Set the plan of a confirmed match; what came of milestones that were reached stays with them.

    Raises NotFound, Forbidden, VersionMismatch, Conflict `match-status` or `match-stale`, InvalidInput naming each
    milestone and indicator that cannot stand.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match, party = await match_of_party(uow, command, actor=actor)
        match.set_plan(command.plan, party, at)
        await uow.commit(by=actor)
    return match

"""A coordinator takes pairs of a round's plan over: they become matches, checked anew against what is there today."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.ground import records_of
from matcher.application.matches.ports import UnitOfWork
from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.application.rounds.choosing import allocations_of, chosen_of, torn_needs
from matcher.application.rounds.finding import round_for
from matcher.application.rounds.proposing import Proposing
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Origin
from matcher.domain.proposals.adoption import Objection, judge
from matcher.domain.rounds.outcome import Allocation, Outcome
from shared.clock import Clock
from shared.errors import Conflict
from shared.identity.actor import Actor

Pair = tuple[UUID, UUID]
"""A component and a line."""


@dataclass(frozen=True)
class AdoptRound:
    """Which pairs of which plan; `pairs` None = all of them. `partial` takes what holds where something does not."""

    round_id: UUID
    plan: str
    pairs: Sequence[Pair] | None
    accept_stale: bool = False
    partial: bool = False


@dataclass(frozen=True)
class Adopted:
    """The proposed matches that now hold the pairs, and the pairs that were refused."""

    matches: Sequence[Match]
    objections: Sequence[Objection]


async def adopt_round(command: AdoptRound, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Adopted:
    """Propose the pairs, each with the plan's quantity and no other; what this round proposed before stays as it is.

    Raises NotFound, Conflict (the round is not done, or is stale and that was not accepted), InvalidInput for a pair
    that is not in the plan, and PairsNoLongerHold unless `partial`.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        await round_for(uow, command.round_id, actor=actor, today=at.now.date())
        outcome = await _adoptable(command, uow)
        plan = allocations_of(outcome, command.plan)
        chosen = chosen_of(plan, command.pairs)
        origin = Origin("round", actor.subject, command.round_id, command.plan, outcome.digest, outcome.input_digest)
        proposing = await _proposing(command.round_id, origin, chosen, uow, at)
        torn = torn_needs(plan, chosen, proposing.present.needs.values())
        judgement = judge(proposing.still_to_propose(chosen), proposing.base, proposing.taken, torn)
        if judgement.objections and not command.partial:
            raise PairsNoLongerHold(judgement.objections)
        made = proposing.propose(judgement.allowed, chosen, uow)
        await uow.commit(by=actor)
    return Adopted(made, judgement.objections)


async def _adoptable(command: AdoptRound, uow: UnitOfWork) -> Outcome:
    outcome = await uow.rounds.outcome_of(command.round_id)
    if outcome is None:
        raise Conflict("Only a round that is done can be adopted.", code="round-not-done")
    changed = await uow.rounds.changed_since(command.round_id)
    if changed and not command.accept_stale:
        names = ", ".join(each.external_id or str(each.id) for each in changed[:5])
        detail = f"{len(changed)} of the round's records have changed since: {names}. Say accept_stale to go on."
        raise Conflict(detail, code="round-stale")
    return outcome


async def _proposing(
    round_id: UUID, origin: Origin, chosen: Sequence[Allocation], uow: UnitOfWork, at: Moment
) -> Proposing:
    needs, offers = {each.need_id for each in chosen}, {each.offer_id for each in chosen}
    mine = {each.id: each for each in await uow.matches.of_round(round_id) if each.status == "proposed"}
    others = (each for each in await uow.matches.standing(needs, offers) if each.id not in mine)
    standing = [*mine.values(), *others]
    present, profile = await uow.present(*records_of(standing, needs, offers), at.now.date())
    return Proposing(origin, present, profile, standing, at)

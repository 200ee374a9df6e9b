"""A coordinator takes pairs of a round's plan over: they become proposals, checked anew against what is there today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from matcher.application.rounds.choosing import allocations_of, chosen_of, torn_needs
from matcher.application.rounds.finding import round_for
from matcher.application.rounds.ports import UnitOfWork
from matcher.application.rounds.reasoning import reasoning_of
from matcher.domain.proposals.adoption import Judgement, Objection, judge
from matcher.domain.proposals.promised import Present, Promise
from matcher.domain.proposals.proposal import Basis, Proposal, ProposalLine
from matcher.domain.rounds.outcome import Allocation, Outcome
from matcher.domain.scoring import ScoringProfile
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
    """The proposals that now hold the pairs, and the pairs that were refused."""

    proposals: Sequence[Proposal]
    objections: Sequence[Objection]


class PairsNoLongerHold(Conflict):
    """Some pairs may not be proposed today; nothing was written."""

    code = "pairs-no-longer-hold"
    title = "Some pairs may not be proposed today"

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__(f"{len(objections)} of the pairs may not be proposed today; nothing was written.")
        self.objections = tuple(objections)


async def adopt_round(command: AdoptRound, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Adopted:
    """Propose the pairs, each with the plan's quantity and no other; what this round proposed before stays as it is.

    Raises NotFound, Conflict (the round is not done, or is stale and that was not accepted), InvalidInput for a pair
    that is not in the plan, and PairsNoLongerHold unless `partial`.
    """
    now = clock()
    async with uow:
        await round_for(uow, command.round_id, actor=actor, today=now.date())
        outcome = await _adoptable(command, uow)
        plan = allocations_of(outcome, command.plan)
        chosen = chosen_of(plan, command.pairs)
        needs, offers = {each.need_id for each in chosen}, {each.offer_id for each in chosen}
        standing = await uow.proposals.standing(needs, offers)
        needs |= {each.need_id for each in standing}
        offers |= {each.offer_id for each in standing}
        present, profile = await uow.present(needs, offers, now.date())
        asked, mine = _still_to_propose(chosen, standing, command.round_id)
        torn = torn_needs(plan, chosen, present.needs.values())
        others = [(each.need_id, each.offer_id) for each in standing if each.round_id != command.round_id]
        judgement = judge(asked, present.after(_promises(standing)), others, torn)
        if judgement.objections and not command.partial:
            raise PairsNoLongerHold(judgement.objections)
        by_pair = {(each.component_id, each.line_id): each for each in chosen}
        proposing = _Proposing(command, outcome, present, profile, by_pair, actor.subject, now)
        made = _propose(judgement, proposing, mine, uow)
        await uow.commit()
    return Adopted(made, judgement.objections)


@dataclass(frozen=True)
class _Proposing:
    """What proposals are made from."""

    command: AdoptRound
    outcome: Outcome
    present: Present
    profile: ScoringProfile
    chosen: Mapping[Pair, Allocation]
    by: str
    now: datetime

    def line(self, promise: Promise) -> ProposalLine:
        """Return the line that proposes this."""
        pairing = self.present.pairing(promise)
        unit, currency = (pairing.line.unit, pairing.line.currency) if pairing else (None, None)
        score = self.chosen[promise.component_id, promise.line_id].score
        return ProposalLine(promise.component_id, promise.line_id, 0, score, promise.quantity, unit, currency)

    def proposal(self, need_id: UUID, offer_id: UUID) -> Proposal:
        """Return a new proposal, its reasons frozen."""
        outcome = self.outcome
        basis = Basis(self.command.round_id, self.command.plan, outcome.digest, outcome.input_digest)
        reasoning = reasoning_of(self.present.needs[need_id], self.present.offers[offer_id], self.present, self.profile)
        return Proposal.between(need_id, offer_id, basis, reasoning, by=self.by, now=self.now)


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


def _still_to_propose(
    chosen: Sequence[Allocation], standing: Sequence[Proposal], round_id: UUID
) -> tuple[list[Promise], dict[tuple[UUID, UUID], Proposal]]:
    """Return what this round has not proposed yet, and its proposals by need and offer."""
    mine = {(each.need_id, each.offer_id): each for each in standing if each.round_id == round_id}
    asked = [
        Promise(each.need_id, each.offer_id, each.component_id, each.line_id, each.quantity)
        for each in chosen
        if (each.need_id, each.offer_id) not in mine
        or not mine[each.need_id, each.offer_id].has(each.component_id, each.line_id)
    ]
    wanted = {(each.need_id, each.offer_id) for each in chosen}
    return asked, {key: proposal for key, proposal in mine.items() if key in wanted}


def _promises(standing: Sequence[Proposal]) -> list[Promise]:
    return [
        Promise(each.need_id, each.offer_id, line.component_id, line.line_id, line.quantity)
        for each in standing
        for line in each.lines
    ]


def _propose(
    judgement: Judgement, proposing: _Proposing, mine: dict[tuple[UUID, UUID], Proposal], uow: UnitOfWork
) -> list[Proposal]:
    for key, group in groupby(judgement.allowed, key=lambda promise: (promise.need_id, promise.offer_id)):
        if key not in mine:
            mine[key] = proposing.proposal(*key)
            uow.proposals.add(mine[key])
        mine[key].add([proposing.line(promise) for promise in group], proposing.now)
    return [mine[key] for key in sorted(mine)]

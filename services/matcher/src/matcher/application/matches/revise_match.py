"""A coordinator sets a match's quantities anew, after a refusal or an amendment."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.drafting import drafts_of
from matcher.application.matches.finding import match_to_coordinate, must_coordinate_states
from matcher.application.matches.ground import ground_for
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.life_cycle import transition_of
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import LineAsked, Wanted, must_be_proposable
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class ReviseMatch:
    """The lines that it shall have; None = as the engine would take them today."""

    match_id: UUID
    lines: tuple[LineAsked, ...] | None = None
    funder_lines: tuple[LineAsked, ...] | None = None
    expected_version: int | None = None


async def revise_match(command: ReviseMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Propose the match anew with these lines, judged by today's records: it is no longer stale or refused.

    Raises NotFound, Forbidden (also `conflict-of-interest`), VersionMismatch, Conflict `match-status` or
    `pairs-no-longer-hold`, InvalidInput naming each line that cannot stand.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await match_to_coordinate(uow, command, actor=actor, today=at.now.date())
        transition_of("revise", match.status, "coordinator")
        wanted = Wanted(match.need_id, match.offer_id, command.lines, match.funder_offer_id, command.funder_lines)
        ground = await ground_for(uow, [wanted], at.now.date(), besides=[match])
        must_be_proposable(wanted, ground.kept)
        draft = drafts_of([wanted], ground, siblings=ground.siblings_of(match))[0]
        states = draft.between.states
        must_coordinate_states(states, actor, at.now.date())
        match.revise(draft.lines, draft.judgement, at, states=states, funder_statement=draft.funder_statement)
        await uow.commit(by=actor)
    return match

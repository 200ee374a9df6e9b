"""The State says what the help was worth (consent gate 3)."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_of_party
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.delivery import Indicator
from matcher.domain.matches.evaluation import Evaluation, Rating
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class EvaluateMatch:
    """Each indicator of the plan with its actual value, others at will, and each facet of BMS7 97 rated once."""

    match_id: UUID
    indicators: tuple[Indicator, ...]
    ratings: tuple[Rating, ...]
    lessons: str = ""
    expected_version: int | None = None


async def evaluate_match(command: EvaluateMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Keep the evaluation, with which the match has come to its end.

    Raises NotFound, Forbidden (a donor does not evaluate), VersionMismatch, Conflict `match-status`, InvalidInput
    naming each indicator without an actual value and each facet that is missing or rated twice.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match, party = await match_of_party(uow, command, actor=actor)
        evaluation = Evaluation(command.indicators, command.ratings, command.lessons, at.now, actor.subject)
        match.evaluate(evaluation, party, at)
        await uow.commit(by=actor)
    return match

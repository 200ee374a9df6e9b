"""A coordinator looks at a match before deciding: what stands against it today, what to acknowledge, whose business."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.endorsing import flags_from, ground_of
from matcher.application.matches.finding import known_match, must_coordinate
from matcher.application.matches.packages import rest_of_package
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.flags import ReviewMaterial
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import interests_of
from matcher.domain.matches.review import ReviewFlag
from matcher.domain.matches.standing import promises_of
from matcher.domain.proposals.adoption import Objection
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class ReviewMatch:
    """The match to look at."""

    match_id: UUID


@dataclass(frozen=True)
class Review:
    """What there is to know; `objections` are told of a proposed match only, `interests` are the reader's."""

    match: Match
    flags: Sequence[ReviewFlag]
    material: ReviewMaterial
    objections: Sequence[Objection]
    interests: Sequence[str]


async def review_match(command: ReviewMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Review:
    """Return the review; nothing is changed. A proposed match of a package is judged together with the others.

    Raises NotFound, Forbidden for others than coordinators and beyond a regional coordinator's regions.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await known_match(uow, command.match_id, actor=actor)
        must_coordinate(match, actor, at.now.date())
        together = [match, *(each for each in await rest_of_package(uow, match) if each.status == "proposed")]
        ground = await ground_of(together, uow, at)
        material = await uow.facts_for_review(match, ground.kept)
        asked = [promises_of(each) for each in together] if match.status == "proposed" else []
        return Review(
            match=match,
            flags=flags_from(match, together, ground, material),
            material=material,
            objections=ground.objections(asked),
            interests=interests_of(match, actor),
        )

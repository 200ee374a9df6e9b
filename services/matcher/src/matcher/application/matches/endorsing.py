"""What has to hold before matches are endorsed, alone or as a package: today's judgement, and the flags read."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.application.matches.ground import Ground, ground_for
from matcher.application.matches.ports import UnitOfWork
from matcher.application.matches.reasoning import reasoned
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.flags import ReviewMaterial, UnderReview, flags_of
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import Wanted
from matcher.domain.matches.review import AcknowledgedFlag, Endorsement, ReviewFlag, must_be_acknowledged
from matcher.domain.matches.standing import promises_of
from matcher.domain.matches.statements import must_rest_on_the_newest
from shared.errors import FieldProblem, InvalidInput
from shared.geography import load_arms_measures
from shared.identity.actor import Actor

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Acknowledging:
    """Who endorses, which flags it has read, and what it has to say."""

    actor: Actor
    codes: Sequence[str]
    note: str | None


async def endorse_together(matches: Sequence[Match], said: Acknowledging, uow: UnitOfWork, at: Moment) -> None:
    """Endorse all of them or none; the caller has seen to rights, four eyes and versions."""
    if said.note is not None and len(said.note) > LONGEST_NOTE:
        raise InvalidInput([FieldProblem("/note", f"expected at most {LONGEST_NOTE} characters")])
    for match in matches:
        match.must_be_endorsable()
    ground = await ground_of(matches, uow, at)
    _must_rest_on_today(matches, ground)
    ground.must_allow([promises_of(match) for match in matches], _siblings(matches, ground))
    flags = [await review_flags(match, matches, ground, uow) for match in matches]
    must_be_acknowledged([flag for each in flags for flag in each], said.codes)
    for match, raised in zip(matches, flags, strict=True):
        read = tuple(AcknowledgedFlag(flag, said.actor.subject, at.now) for flag in raised)
        why = reasoned(match.need_id, match.offer_id, ground.kept, ground.profile)
        match.endorse(Endorsement(said.actor.subject, read, why.judgement, said.note), at)


async def ground_of(matches: Sequence[Match], uow: UnitOfWork, at: Moment) -> Ground:
    """Read what these matches are judged by today, all others counted."""
    wanted = [Wanted(each.need_id, each.offer_id, funder_offer_id=each.funder_offer_id) for each in matches]
    return await ground_for(uow, wanted, at.now.date(), besides=matches)


async def review_flags(
    match: Match, together: Sequence[Match], ground: Ground, uow: UnitOfWork
) -> Sequence[ReviewFlag]:
    """Return the flags of a match that is reviewed together with others; none where its need is not known."""
    return flags_from(match, together, ground, await uow.facts_for_review(match, ground.kept))


def flags_from(
    match: Match, together: Sequence[Match], ground: Ground, material: ReviewMaterial
) -> Sequence[ReviewFlag]:
    """Return the flags that follow from what a reviewer should know."""
    need = ground.kept.needs.get(match.need_id)
    if need is None:
        return ()
    lines = [line for each in together if each.need_id == match.need_id for line in each.lines]
    return flags_of(UnderReview(need, match.states, lines, ground.kept), material, load_arms_measures())


def _must_rest_on_today(matches: Sequence[Match], ground: Ground) -> None:
    needs, offers = ground.kept.needs, ground.kept.offers
    told = {offer_id: offer.statement for offer_id, offer in offers.items()}
    for match in matches:
        need = needs.get(match.need_id)
        must_rest_on_the_newest(match, None if need is None else need.statement, told)


def _siblings(matches: Sequence[Match], ground: Ground) -> tuple[Match, ...]:
    found = {each.id: each for match in matches for each in ground.siblings_of(match)}
    return tuple(found.values())

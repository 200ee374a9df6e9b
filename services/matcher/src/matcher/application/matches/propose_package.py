"""A coordinator proposes several matches that belong together: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.application.matches.drafting import by_hand, drafts_of, must_be_theirs
from matcher.application.matches.ground import ground_for
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import Wanted
from shared.clock import Clock
from shared.errors import FieldProblem, InvalidInput
from shared.identifiers import new_id
from shared.identity.actor import Actor, Role

FEWEST, MOST = 2, 20


@dataclass(frozen=True)
class ProposePackage:
    """What is to be proposed together, for one need or several; a need and an offer stand in it once."""

    matches: Sequence[Wanted]


async def propose_package(command: ProposePackage, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Sequence[Match]:
    """Propose the matches under one package id; each is judged with all before it counted.

    Raises as `propose_match`; fields are named under `/matches/<place>`.
    """
    actor.must_be(Role.COORDINATOR)
    _must_be_a_package(command.matches)
    at = Moment(clock(), uow.periods)
    async with uow:
        ground = await ground_for(uow, command.matches, at.now.date())
        must_be_theirs(command.matches, ground, actor, at.now.date(), listed=True)
        drafts = drafts_of(command.matches, ground, package_id=new_id(), listed=True)
        made = [draft.proposed(by_hand(actor), at) for draft in drafts]
        for match in made:
            uow.matches.add(match)
        await uow.commit(by=actor)
    return made


def _must_be_a_package(wanted: Sequence[Wanted]) -> None:
    if not FEWEST <= len(wanted) <= MOST:
        raise InvalidInput([FieldProblem("/matches", f"expected {FEWEST} to {MOST} matches")])
    pairs = [(each.need_id, each.offer_id) for each in wanted]
    twice = [place for place, pair in enumerate(pairs) if pair in pairs[:place]]
    if twice:
        detail = "this need and offer stand in the package already; name all lines in one match"
        raise InvalidInput([FieldProblem(f"/matches/{place}", detail) for place in twice])

"""What a coordinator proposes by hand, and what comes of it."""

from typing import Any

import pytest

from matcher.application.matches.propose_match import ProposeMatch, propose_match
from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import LineAsked, Wanted
from shared.identity.actor import Actor
from tests.support.fake_matches import FakeMatchesUnitOfWork
from tests.support.match_examples import COORDINATOR, clock
from tests.support.matching_examples import numbered


def wanted(number: int = 1, offer_number: int = 1, **changes: Any) -> Wanted:
    return Wanted(numbered(1, number), numbered(2, offer_number), **changes)


def asked(quantity: int | None = None, of_component: int = 1, of_line: int = 1) -> LineAsked:
    return LineAsked(numbered(3, of_component), numbered(4, of_line), quantity)


async def propose(uow: FakeMatchesUnitOfWork, what: Wanted, actor: Actor = COORDINATOR) -> Match:
    return await propose_match(ProposeMatch(what), actor=actor, uow=uow, clock=clock())


def figures(match: Match) -> list[tuple[str, int | None, int | None]]:
    return [(line.role, line.quantity, line.coverage) for line in match.lines]


async def objections_to(uow: FakeMatchesUnitOfWork, what: Wanted) -> list[str]:
    with pytest.raises(PairsNoLongerHold) as refusal:
        await propose(uow, what)
    return [each.code for each in refusal.value.objections]

"""The stages that a match went through are written with each move, and follow from its history."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.adapters.passages.rebuilding import COLUMNS, rebuild_passages
from matcher.adapters.passages.tables import match_passages
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.delivery import DeliveredLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Between
from matcher.domain.matches.parties import parties_of
from matcher.domain.matches.review import Endorsement
from shared.identity.actor import accord_itself
from tests.support.match_examples import (
    COORDINATOR,
    ECOWAS,
    NOW,
    PROPOSED_BY_HAND,
    UNWANTED,
    answer,
    at,
    delivery,
    judgement,
    match_line,
)
from tests.support.published_states import need_id, offer_id
from tests.support.running_matcher import RunningMatcher

Step = Callable[[Match, Moment], Any]
Stays = list[tuple[str, datetime, datetime | None]]


pytestmark = pytest.mark.asyncio(loop_scope="module")


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def endorse(match: Match, moment: Moment) -> None:
    match.endorse(Endorsement(COORDINATOR.subject), moment)


def hold(match: Match, moment: Moment) -> None:
    for side in ("needs", "offers"):
        match.take_answer(answer(side, match, version=match.version), moment)


def refuse(match: Match, moment: Moment) -> None:
    match.take_answer(answer("needs", match, refuses=True), moment)


def revise(match: Match, moment: Moment) -> None:
    match.revise([match_line()], judgement(), moment)


def accept(match: Match, moment: Moment) -> None:
    party = parties_of(match)[len(match.acceptances)]
    match.accept(party, party.key, moment)


def deliver_everything(match: Match, moment: Moment) -> None:
    line = match.lines[0]
    match.report_delivery(delivery(DeliveredLine(line.component_id, line.line_id, line.quantity)), moment)


def remind(match: Match, moment: Moment) -> None:
    match.remind(moment)


def decline(match: Match, moment: Moment) -> None:
    match.decline(ECOWAS, UNWANTED, moment)


async def led(matcher: RunningMatcher, steps: Sequence[Step]) -> UUID:
    """Propose a match and take a step each day, each in a transaction of its own."""
    uow = MatchesUnitOfWork(matcher.service.database.sessions)
    between = Between(need_id=need_id(1), offer_id=offer_id(1), states=("GHA",), donors=(ECOWAS.key,))
    async with uow:
        match = Match.propose(between, PROPOSED_BY_HAND, judgement(), [match_line()], at())
        uow.matches.add(match)
        await uow.commit(by=COORDINATOR)
    for number, step in enumerate(steps, 1):
        async with uow:
            found = await uow.matches.get(match.id)
            step(found, at(number))
            await uow.commit(by=accord_itself("matcher"))
    return match.id


async def stays(session: AsyncSession, match_id: UUID) -> Stays:
    columns = (match_passages.c.stage, match_passages.c.entered_at, match_passages.c.left_at)
    query = select(*columns).where(match_passages.c.match_id == match_id).order_by(match_passages.c.number)
    return [(stage, entered_at, left_at) for stage, entered_at, left_at in await session.execute(query)]


async def all_rows(session: AsyncSession) -> list[Any]:
    columns = [match_passages.c[name] for name in COLUMNS]
    return [tuple(row) for row in await session.execute(select(*columns).order_by(*columns[:2]))]


async def test_each_stage_is_a_stay_that_ends_where_the_next_begins(matcher: RunningMatcher) -> None:
    way = (endorse, refuse, revise, revise, endorse, hold, remind, accept, accept, deliver_everything)
    match_id = await led(matcher, way)
    async with matcher.service.database.sessions() as session:
        assert await stays(session, match_id) == [
            ("proposed", day(0), day(1)),
            ("endorsed", day(1), day(2)),
            ("refused", day(2), day(3)),
            ("proposed", day(3), day(5)),
            ("endorsed", day(5), day(6)),
            ("reserved", day(6), day(9)),
            ("confirmed", day(9), day(10)),
            ("delivered", day(10), None),
        ]


@pytest.mark.parametrize(
    "way", [(), (decline,), (endorse, hold, accept, accept, deliver_everything), (endorse, refuse, decline)]
)
async def test_the_history_tells_the_same_stays(matcher: RunningMatcher, way: Sequence[Step]) -> None:
    await led(matcher, way)
    async with matcher.service.database.sessions() as session, session.begin():
        kept = await all_rows(session)
        await session.execute(update(match_passages).values(entered_at=datetime(2020, 1, 1, tzinfo=UTC)))
        await rebuild_passages(session)
        assert await all_rows(session) == kept
        assert len(kept) == len(set(way)) + 1


async def test_a_clock_that_was_put_back_ends_no_stay_before_it_begins(matcher: RunningMatcher) -> None:
    def endorse_earlier(match: Match, _moment: Moment) -> None:
        endorse(match, at(-1))

    match_id = await led(matcher, [endorse_earlier, decline])
    async with matcher.service.database.sessions() as session, session.begin():
        kept = await stays(session, match_id)
        assert kept[0] == ("proposed", day(0), day(0))
        rows = await all_rows(session)
        await rebuild_passages(session)
        assert await all_rows(session) == rows


async def test_the_database_refuses_a_second_open_stay(matcher: RunningMatcher) -> None:
    match_id = await led(matcher, [])
    async with matcher.service.database.sessions() as session:
        second = {"match_id": match_id, "number": 2, "stage": "endorsed", "entered_at": NOW}
        with pytest.raises(IntegrityError, match="match_passages_one_is_open"):
            await session.execute(insert(match_passages).values(**second))

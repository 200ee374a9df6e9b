"""The matcher's clock: what is near its end is reminded of once, what is past it ends once, whoever looks and dies."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any, Final
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.clock.due import database_now, due_matches
from matcher.adapters.clock.looking import MatchClock
from matcher.adapters.matches.tables import matches
from matcher.domain.matches.clocks import EXPIRING, StagePeriods
from matcher.domain.matches.life_cycle import ENDED, OPEN, Status
from matcher.main import SERVICE, work
from shared.identifiers import new_id
from shared.service.background import Periodic
from shared.service.process import lay_foundation
from tests.support.kept_matches import Row, keep, match_row
from tests.support.running_matcher import RunningMatcher

NOW: Final = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)
PERIODS: Final = StagePeriods()


pytestmark = pytest.mark.asyncio(loop_scope="module")


class Clocks:
    """A matcher whose clock is moved by the test; each `clock()` is a replica's."""

    def __init__(self, matcher: RunningMatcher) -> None:
        self.matcher = matcher
        self.now = NOW
        self._numbers = count(1)

    async def time(self, _session: AsyncSession) -> datetime:
        """Answer as the database would."""
        return self.now

    def clock(self, **options: Any) -> MatchClock:
        """Return a replica's clock."""
        asked: dict[str, Any] = {"now": self.time} | options
        sessions = asked.pop("sessions", self.matcher.service.database.sessions)
        return MatchClock(sessions, PERIODS, **asked)

    async def look(self, clock: MatchClock | None = None) -> Counter[Any]:
        """Have one look at what is due."""
        async with self.matcher.service.database.sessions() as session:
            return await (clock or self.clock()).look(session)

    def row(self, **changes: Any) -> Row:
        """Return a match of a need and an offer of its own, in its stage for ten days."""
        number = next(self._numbers)
        return match_row(number, number, **({"stage_since": NOW - 10 * DAY, "deadline": NOW} | changes))

    async def kept(self, **changes: Any) -> UUID:
        """Keep such a match."""
        [match_id] = await keep(self.matcher.service, self.row(**changes))
        return match_id

    async def read(self, match_id: UUID) -> Any:
        """Return the match's row."""
        [row] = await self.matcher.service.rows("SELECT * FROM matches WHERE id = :id", id=match_id)
        return row

    async def happened(self, match_id: UUID) -> list[str]:
        """Return what the history says of the match."""
        asked = "SELECT happened FROM match_versions WHERE match_id = :id ORDER BY version, happened"
        return [row["happened"] for row in await self.matcher.service.rows(asked, id=match_id)]


@pytest_asyncio.fixture(loop_scope="module")
async def desk(matcher: RunningMatcher) -> Clocks:
    return Clocks(matcher)


async def test_a_match_past_its_deadline_expires_with_everything_that_belongs_to_it(desk: Clocks) -> None:
    match_id = await desk.kept(status="reserved")
    assert await desk.look() == {"expired": 1}
    row = await desk.read(match_id)
    assert (row["status"], row["reason_code"], row["deadline"]) == ("expired", "deadline_passed", None)
    assert row["stage_since"] == NOW
    assert await desk.happened(match_id) == ["expired"]
    assert await desk.matcher.service.count("outbox", "match_passages") == {"outbox": 1, "match_passages": 1}
    logged = "SELECT action FROM decision_log WHERE match_id = :id"
    assert [row["action"] for row in await desk.matcher.service.rows(logged, id=match_id)] == ["expire"]
    assert await desk.look() == {}


async def test_a_match_before_its_deadline_does_not(desk: Clocks) -> None:
    match_id = await desk.kept(deadline=NOW + timedelta(seconds=1), reminded_at=NOW - DAY)
    assert await desk.look() == {}
    assert (await desk.read(match_id))["status"] == "proposed"
    desk.now += timedelta(seconds=1)
    assert await desk.look() == {"expired": 1}


async def test_a_match_near_its_end_is_reminded_of_once_a_stage(desk: Clocks) -> None:
    match_id = await desk.kept(deadline=NOW + 7 * DAY)
    assert await desk.look() == {"reminded": 1}
    assert await desk.look() == {}
    assert await desk.happened(match_id) == ["reminded"]
    row = await desk.read(match_id)
    assert (row["status"], row["reminded_at"], row["deadline"]) == ("proposed", NOW, NOW + 7 * DAY)


async def test_a_match_is_not_reminded_of_too_early(desk: Clocks) -> None:
    await desk.kept(deadline=NOW + 7 * DAY + timedelta(seconds=1))
    assert await desk.look() == {}


@pytest.mark.parametrize("status", ["in_delivery", "delivered"])
async def test_what_has_been_given_is_reminded_of_and_never_ended_by_a_clock(desk: Clocks, status: Status) -> None:
    match_id = await desk.kept(status=status, deadline=NOW - 100 * DAY)
    assert [await desk.look(), await desk.look()] == [{"reminded": 1}, {}]
    assert (await desk.read(match_id))["status"] == status


async def test_two_replicas_that_look_at_once_end_each_match_once(desk: Clocks) -> None:
    ids = [await desk.kept(deadline=NOW - number * DAY) for number in range(12)]
    outcomes = await asyncio.gather(*(desk.look(desk.clock()) for _ in range(3)))
    assert sum(outcome["expired"] for outcome in outcomes) == 12
    assert not any(outcome["failed"] for outcome in outcomes)
    assert [await desk.happened(match_id) for match_id in ids] == [["expired"]] * 12
    assert await desk.matcher.service.count("outbox") == {"outbox": 12}


async def test_a_match_in_other_hands_is_left_without_waiting(desk: Clocks) -> None:
    held, free = [await desk.kept() for _ in range(2)]
    async with desk.matcher.service.database.sessions() as other:
        await other.execute(select(matches.c.id).where(matches.c.id == held).with_for_update())
        assert await asyncio.wait_for(desk.look(), 10) == {"left": 1, "expired": 1}
    assert (await desk.read(free))["status"] == "expired"
    assert await desk.look() == {"expired": 1}


async def test_a_match_whose_packages_member_is_in_other_hands_is_left_too(desk: Clocks) -> None:
    package = new_id()
    await desk.kept(package_id=package)
    sibling = await desk.kept(package_id=package, deadline=NOW + 20 * DAY)
    async with desk.matcher.service.database.sessions() as other:
        await other.execute(select(matches.c.id).where(matches.c.id == sibling).with_for_update())
        assert await asyncio.wait_for(desk.look(), 10) == {"left": 1}
    assert await desk.look() == {"expired": 1}
    assert (await desk.read(sibling))["status"] == "dissolved"


async def test_what_moved_on_since_it_was_found_is_left_alone(desk: Clocks) -> None:
    package = new_id()
    first, second = [await desk.kept(package_id=package, deadline=NOW - DAY * n) for n in (2, 1)]
    assert await desk.look() == {"expired": 1, "left": 1}
    assert [(await desk.read(each))["status"] for each in (first, second)] == ["expired", "dissolved"]


async def test_one_that_fails_leaves_nothing_half_done_and_does_not_stop_the_others(desk: Clocks) -> None:
    broken = await desk.kept(deadline=NOW - 2 * DAY)
    whole = await desk.kept(deadline=NOW - DAY)
    fault = f"ALTER TABLE match_passages ADD CONSTRAINT fault CHECK (match_id <> '{broken}')"
    await desk.matcher.service.rows(fault)
    clock = desk.clock(most=1)
    assert [await desk.look(clock), await desk.look(clock)] == [{"failed": 1}, {"expired": 1}]
    assert ((await desk.read(broken))["status"], (await desk.read(whole))["status"]) == ("proposed", "expired")
    assert await desk.happened(broken) == []
    assert await desk.matcher.service.count("outbox") == {"outbox": 1}
    await desk.matcher.service.rows("ALTER TABLE match_passages DROP CONSTRAINT fault")
    assert [await desk.look(clock), await desk.look(clock)] == [{}, {"expired": 1}]


async def test_a_process_that_dies_in_between_leaves_the_rest_to_the_next(desk: Clocks) -> None:
    ids = [await desk.kept(deadline=NOW - number * DAY) for number in (3, 2, 1)]
    to_open = [desk.matcher.service.database.sessions()]

    def one_transaction() -> AsyncSession:
        if not to_open:
            raise asyncio.CancelledError
        return to_open.pop()

    with pytest.raises(asyncio.CancelledError):
        await desk.look(desk.clock(sessions=one_transaction))
    assert [(await desk.read(each))["status"] for each in ids] == ["expired", "proposed", "proposed"]
    assert await desk.look() == {"expired": 2}
    assert await desk.matcher.service.count("outbox") == {"outbox": 3}


async def test_the_databases_time_counts_and_no_replicas_own(desk: Clocks) -> None:
    async with desk.matcher.service.database.sessions() as session:
        there = await database_now(session)
    past, to_come = [await desk.kept(deadline=there + timedelta(hours=hours), reminded_at=there) for hours in (-1, 1)]
    desk.matcher.service.clock.advance(days=4000)
    await desk.look(desk.clock(now=database_now))
    assert [(await desk.read(each))["status"] for each in (past, to_come)] == ["expired", "proposed"]


async def test_the_worker_looks_by_itself(desk: Clocks) -> None:
    match_id = await desk.kept(deadline=datetime(2020, 1, 1, tzinfo=UTC))
    laid = lay_foundation(SERVICE, desk.matcher.service.app.state.settings)
    foundation = replace(laid, database=desk.matcher.service.database)
    [clock] = [part for part in work(foundation) if isinstance(part, Periodic) and part._name == "matcher.clock"]
    await asyncio.gather(clock._round(), clock._round())
    assert await desk.happened(match_id) == ["expired"]


async def test_what_is_found_due_is_what_the_domain_would_move(desk: Clocks) -> None:
    hours = (-1, 0, 1, 23, 25, 24 * 7 - 1, 24 * 7 + 1)
    drawn = [
        desk.row(status=status, deadline=NOW + timedelta(hours=hour), reminded_at=NOW - DAY if reminded else None)
        for status, hour, reminded in product(sorted(OPEN), hours, (False, True))
    ]
    drawn += [desk.row(status=status, deadline=None) for status in sorted(ENDED)]
    await keep(desk.matcher.service, *drawn)
    async with desk.matcher.service.database.sessions() as session:
        found = await due_matches(session, NOW, PERIODS, after=None, limit=1000)
    assert [due.deadline for due in found] == sorted(due.deadline for due in found)
    assert {due.id for due in found} == {row["id"] for row in drawn if is_due(row)}


def is_due(row: Row) -> bool:
    """Return what the use case decides about one match, said plainly."""
    if row["deadline"] is None:
        return False
    if row["status"] in EXPIRING and row["deadline"] <= NOW:
        return True
    return row["reminded_at"] is None and PERIODS.remind_from(row["status"], row["deadline"]) <= NOW

"""A new day can change what matches though nobody changed a record: everything is found again, once."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.new_day import evaluate_once_for
from matcher.main import SERVICE, processor, work
from shared.events.model import Window
from shared.service.background import Periodic
from shared.service.definition import Foundation
from shared.service.process import lay_foundation
from tests.support.basis_examples import evaluating
from tests.support.published_states import need_state, offer_state
from tests.support.running_matcher import RunningMatcher

LAST_DAY = date(2026, 3, 10)
COUNT_WRITES = (
    "CREATE TABLE writes (at timestamptz DEFAULT clock_timestamp())",
    "CREATE RULE noted AS ON INSERT TO candidates DO ALSO INSERT INTO writes DEFAULT VALUES",
)


def wired(matcher: RunningMatcher) -> Foundation:
    """Return what `main.py` wires a worker from, with a clock that is months behind the database's."""
    laid = lay_foundation(SERVICE, matcher.service.app.state.settings)
    return replace(laid, clock=matcher.service.clock, database=matcher.service.database)


async def evaluate(matcher: RunningMatcher) -> int | None:
    async with matcher.service.database.sessions() as session, session.begin():
        return await evaluate_once_for(session, EngineInMemory(), matcher.service.clock().date())


async def days(matcher: RunningMatcher) -> list[date]:
    return [row["day"] for row in await matcher.service.rows("SELECT day FROM evaluations ORDER BY day")]


async def test_a_call_that_ends_ends_its_candidates_on_the_day_after(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state(1), offer_state(2, call=Window(end=LAST_DAY)))
    matcher.service.clock.advance(days=8)
    assert matcher.service.clock().date() == LAST_DAY
    await evaluate(matcher)
    assert len(await matcher.pairs()) == 2
    matcher.service.clock.advance(days=1)
    await evaluate(matcher)
    assert (await matcher.pairs()).keys() == {("N-001", "O-001")}


async def test_a_call_that_begins_begins_its_candidates_on_the_day(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state(call=Window(start=LAST_DAY)))
    assert await matcher.pairs() == {}
    matcher.service.clock.advance(days=8)
    await evaluate(matcher)
    assert len(await matcher.pairs()) == 1


async def test_a_worker_whose_engine_is_of_yesterday_takes_in_the_next_event_as_of_today(
    matcher: RunningMatcher,
) -> None:
    await matcher.take_in(need_state(), offer_state(call=Window(end=LAST_DAY)))
    matcher.service.clock.advance(days=9)
    await matcher.take_in(need_state(version=2))
    assert await matcher.pairs() == {}


async def test_a_day_is_evaluated_once(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(1), need_state(2))
    assert [await evaluate(matcher), await evaluate(matcher)] == [2, None]
    matcher.service.clock.advance(days=1)
    assert [await evaluate(matcher), await evaluate(matcher)] == [2, None]
    assert await days(matcher) == [date(2026, 3, 3)]


async def test_what_was_taken_in_on_a_day_that_was_wrong_is_evaluated_again(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state(call=Window(end=LAST_DAY)))
    matcher.service.clock.advance(days=8)
    await evaluate(matcher)
    matcher.service.clock.advance(days=1)
    await matcher.take_in(need_state(version=2))
    assert await matcher.pairs() == {}
    matcher.service.clock.advance(days=-1)
    assert [await evaluate(matcher), await evaluate(matcher)] == [1, None]
    assert len(await matcher.pairs()) == 1


async def test_workers_go_by_the_databases_day_and_not_by_clocks_of_their_own(matcher: RunningMatcher) -> None:
    [daily] = [part for part in work(wired(matcher)) if isinstance(part, Periodic) and "day" in part._name]
    await daily._round()
    [[today]] = [row.values() for row in await matcher.service.rows("SELECT (now() AT TIME ZONE 'UTC')::date")]
    assert await days(matcher) == [today]
    await RunningMatcher(matcher.service, processor(wired(matcher))).take_in(need_state(), offer_state())
    assert await days(matcher) == [today]


async def test_after_a_clock_was_a_day_ahead_both_days_are_evaluated_again(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state(call=Window(end=LAST_DAY)))
    matcher.service.clock.advance(days=8)
    await evaluate(matcher)
    matcher.service.clock.advance(days=1)
    await evaluate(matcher)
    matcher.service.clock.advance(days=-1)
    assert [await evaluate(matcher), await evaluate(matcher)] == [1, None]
    assert len(await matcher.pairs()) == 1
    matcher.service.clock.advance(days=1)
    await evaluate(matcher)
    assert await matcher.pairs() == {}


async def test_two_replicas_evaluate_a_day_once_between_them(matcher: RunningMatcher) -> None:
    replicas = [evaluating(matcher) for _ in range(2)]
    await matcher.take_in(need_state(), offer_state())
    for statement in COUNT_WRITES:
        await matcher.service.rows(statement)
    for _ in range(3):
        await asyncio.gather(*(replica._round() for replica in replicas))
    assert await matcher.service.count("writes") == {"writes": 1}
    matcher.service.clock.advance(days=1)
    for _ in range(3):
        await asyncio.gather(*(replica._round() for replica in replicas))
    assert await matcher.service.count("writes") == {"writes": 2}
    assert await days(matcher) == [matcher.service.clock().date()]


async def test_a_day_whose_evaluation_fails_is_evaluated_in_the_next_round(matcher: RunningMatcher) -> None:
    await matcher.take_in(need_state(), offer_state())
    await matcher.service.rows("ALTER TABLE candidates ADD CONSTRAINT fault CHECK (score < 0) NOT VALID")
    with pytest.raises(DBAPIError):
        await evaluate(matcher)
    assert await days(matcher) == []
    assert len(await matcher.pairs()) == 1
    await matcher.service.rows("ALTER TABLE candidates DROP CONSTRAINT fault")
    assert await evaluate(matcher) == 1

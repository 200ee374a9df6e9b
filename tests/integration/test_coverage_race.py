"""Many matches want one component at once: what there is is held to the last, and everybody else is told so."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from shared.messaging.processing import Applied
from shared.persistence.database import Database
from tests.support.posting_services import Desk
from tests.support.told_needs import told_needs

ASKING = 100
THERE = 30
AT_ONCE = 20


@pytest.fixture
async def wide_database(needs_desk: Desk) -> AsyncIterator[Database]:
    """The desk's database, through a pool that lets many transactions run at once."""
    url = needs_desk.service.database.engine.url.render_as_string(hide_password=False)
    database = Database.at(url, pool_size=AT_ONCE, pool_timeout=30)
    yield database
    await database.dispose()


async def test_a_hundred_endorsements_at_once_hold_exactly_what_is_asked(
    needs_desk: Desk, wide_database: Database
) -> None:
    needs = await told_needs(needs_desk, THERE, database=wide_database)
    began = time.monotonic()
    tellings = (needs.told("endorsed", 2, needs.gives(1), number=number) for number in range(ASKING))
    assert set(await asyncio.gather(*tellings)) == {Applied.APPLIED}
    assert time.monotonic() - began < 30, "it stood still"
    answers = await needs.answers()
    assert Counter(answer.status for answer in answers) == {"held": THERE, "refused": ASKING - THERE}
    assert len({answer.match_id for answer in answers}) == len(answers) == ASKING
    refusals = {(one.code, one.asked, one.remaining) for answer in answers for one in answer.shortfalls}
    assert refusals == {("component_covered", 1, 0)}
    assert await needs.figures() == (THERE, 0, 0)
    assert await needs.unaccounted() == []
    assert (await needs.now())["version"] == needs.need["version"] + THERE


async def test_of_many_at_once_one_match_takes_a_component_without_a_quantity(
    needs_desk: Desk, wide_database: Database
) -> None:
    needs = await told_needs(needs_desk, None, database=wide_database)
    await asyncio.gather(*(needs.told("endorsed", 2, needs.gives(None), number=number) for number in range(AT_ONCE)))
    answers = await needs.answers()
    assert Counter(answer.status for answer in answers) == {"held": 1, "refused": AT_ONCE - 1}
    assert {one.code for answer in answers for one in answer.shortfalls} == {"component_taken"}
    assert (await needs.now())["components"][0]["taken"] is True


async def test_matches_that_take_several_components_in_any_order_never_block_each_other(
    needs_desk: Desk, wide_database: Database
) -> None:
    needs = await told_needs(needs_desk, 100, 100, database=wide_database)
    pairs = [(needs.gives(5, place=number % 2), needs.gives(5, place=1 - number % 2)) for number in range(AT_ONCE)]
    done = await asyncio.gather(*(needs.told("endorsed", 2, *pair, number=n) for n, pair in enumerate(pairs)))
    assert set(done) == {Applied.APPLIED}
    assert [await needs.figures(place) for place in (0, 1)] == [(100, 0, 0)] * 2

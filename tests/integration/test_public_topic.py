"""The public topic on PostgreSQL: whoever reads it knows exactly what anybody may read over HTTP, whatever happens."""

import random
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from shared.events.registry import NEEDS_TOPIC, OFFERS_TOPIC, PUBLIC_TOPIC
from shared.messaging.relay import Relay
from tests.support.deliveries import running
from tests.support.memory_bus import MemoryBus
from tests.support.posting_services import Desk
from tests.support.public_topic import Told, after_reading
from tests.support.public_worlds import PUBLIC_WORLDS, World
from tests.support.relays import QUICK
from tests.support.waiting import eventually

if TYPE_CHECKING:
    from tests.support.databases import Databases

RECORDS, STEPS = 6, 10
UNSENT = "SELECT count(*) FROM outbox WHERE published_at IS NULL"


@pytest.fixture(params=sorted(PUBLIC_WORLDS))
async def world(request: pytest.FixtureRequest, databases: "Databases") -> AsyncIterator[World]:
    url = await databases.create_for_service(request.param)
    world = PUBLIC_WORLDS[request.param](url)
    yield world
    await world.database.dispose()
    await databases.drop(url)


async def steps_of(world: World, seed: int) -> AsyncIterator[int]:
    """Let records live as chance has it, and stop after each has done a step."""
    chance = random.Random(seed)
    ids = [await world.add() for _ in range(RECORDS)]
    for step in range(STEPS):
        for record_id in ids:
            await world.change(record_id, chance)
        yield step


async def test_a_reader_knows_after_every_step_exactly_what_anybody_may_read(world: World) -> None:
    async for step in steps_of(world, seed=1):
        assert await world.told() == await world.public(), f"after step {step}"
    assert (await world.told_ever()).keys() > (await world.told()).keys()


async def test_each_time_a_record_stops_being_public_it_is_taken_back_once(world: World) -> None:
    before: Told = {}
    expected = 0
    async for _ in steps_of(world, seed=3):
        now = await world.public()
        expected += len(before.keys() - now.keys())
        before = now
    async with world.database.sessions() as session:
        taken_back = await session.scalar(text("SELECT count(*) FROM outbox WHERE payload IS NULL"))
    assert taken_back == expected
    assert expected > 1


async def test_republishing_heals_a_broker_that_was_wiped_or_has_lost_what_was_taken_back(world: World) -> None:
    async for _ in steps_of(world, seed=2):
        pass
    stale = await world.told_ever()
    await world.all_sent()
    for _ in range(2):
        await world.republish(world.database)
    public = await world.public()
    assert public.keys() < stale.keys()
    assert await world.told(unsent=True) == public
    assert await world.told(unsent=True, known=stale) == public


async def test_what_is_told_again_of_a_record_that_is_no_longer_public_says_nothing_of_its_life_since(
    needs_desk: Desk,
) -> None:
    need = await needs_desk.opened(visibility="public")
    need = (await needs_desk.amend(need, visibility="coordinators")).json()
    await needs_desk.amend(need, visibility="coordinators", priority=5)
    republish = needs_desk.posting.definition.republish
    assert republish is not None
    await republish(needs_desk.service.database)
    query = "SELECT key, key_version, headers FROM outbox WHERE topic = :public AND payload IS NULL"
    [row] = await needs_desk.service.rows(query, public=PUBLIC_TOPIC)
    assert (row["key"], row["key_version"]) == (need["id"], 3)
    assert row["headers"]["ce_time"] == need["updated_at"].replace("Z", "+00:00")


async def test_a_record_that_was_never_public_leaves_no_trace_of_itself(desk: Desk) -> None:
    record = await desk.opened(visibility="coordinators")
    await desk.amend(record, visibility="coordinators", working_languages=["en"])
    republish = desk.posting.definition.republish
    assert republish is not None
    await republish(desk.service.database)
    assert await desk.service.rows("SELECT * FROM outbox WHERE topic = :public", public=PUBLIC_TOPIC) == []


async def test_what_is_told_to_anybody_names_no_request_and_no_trace(desk: Desk) -> None:
    draft = await desk.posted(visibility="public")
    path = f"{desk.posting.path}/{draft['id']}/open"
    asked = {**desk.author, "X-Correlation-ID": "case-4711", "traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    answer = await desk.service.ask("POST", path, asked, desk.posting.opening, version=1)
    assert answer.status_code == 200
    [internal, public] = await desk.service.rows("SELECT headers FROM outbox ORDER BY position")
    assert internal["headers"].keys() >= {"ce_correlationid"}
    assert public["headers"].keys() & {"ce_correlationid", "ce_traceparent"} == set()


async def test_the_relay_sends_a_narrowed_records_key_without_a_value_and_its_state_to_the_services(desk: Desk) -> None:
    record = await desk.opened(visibility="public")
    await desk.amend(record, visibility="coordinators")
    bus = MemoryBus()
    relay = Relay(
        desk.service.database.unpooled, desk.posting.definition.outbox, bus.publisher(), service="test", pace=QUICK
    )

    async def all_sent() -> bool:
        [row] = await desk.service.rows(UNSENT)
        return row["count"] == 0

    async with running(relay):
        await eventually(all_sent, within=20, what="every row is published")
    public = bus.records(PUBLIC_TOPIC)
    assert [(each.key, each.value is None) for each in public] == [
        (record["id"].encode(), gone) for gone in (False, True)
    ]
    assert after_reading(public, {}) == {}
    internal = NEEDS_TOPIC if desk.posting.definition.name == "needs" else OFFERS_TOPIC
    assert after_reading(bus.records(internal), {}) == {record["id"]: 3}

"""A deploy of the next version beside this one: its schema, its events, and both in one group."""

from pathlib import Path
from uuid import UUID

from shared.messaging.dead_letters import waiting_letters
from shared.persistence.migrations import upgrade
from tests.support.database_fixtures import ServiceDatabase
from tests.support.databases import SERVICES
from tests.support.memory_bus import MemoryBus
from tests.support.next_version import migrations_of_the_next_version, of_type, with_more_said
from tests.support.posting_services import BOTH, NEED, desk_at
from tests.support.published_states import event_of, need_id, need_state, offer_state, sent
from tests.support.running_matcher import RunningMatcher
from tests.support.running_parts import at_work
from tests.support.waiting import eventually


async def test_a_process_of_this_version_goes_on_while_and_after_the_next_schema_is_put_in_place(
    service_database: ServiceDatabase, tmp_path: Path
) -> None:
    for service, posting in BOTH.items():
        url = await service_database(service)
        following = migrations_of_the_next_version(service, service, tmp_path / service)
        async with desk_at(posting, url) as desk:
            before = await desk.opened(external_id="before")
            await upgrade(url, following)
            assert (await desk.amend(before, external_id="before")).status_code == 200
            after = await desk.opened(external_id="after")
            assert await desk.listed() == ["before", "after"]
            [row] = await desk.service.rows(f"SELECT next_rank FROM {service} WHERE id = :id", id=UUID(after["id"]))  # noqa: S608 (our tables)
            assert row["next_rank"] == 7


async def test_the_job_of_this_version_leaves_the_next_schema_as_it_is(
    service_database: ServiceDatabase, tmp_path: Path
) -> None:
    url = await service_database("needs")
    await upgrade(url, migrations_of_the_next_version("needs", "needs", tmp_path))
    await upgrade(url, SERVICES / "needs" / "migrations")
    async with desk_at(NEED, url) as desk:
        [row] = await desk.service.rows("SELECT version_num FROM alembic_version")
        assert row["version_num"] == "next"
        await desk.opened()


async def test_two_workers_of_one_group_take_in_old_and_new_events_alike(matcher: RunningMatcher) -> None:
    bus, numbers = MemoryBus(seed=3), range(1, 9)
    bus.write(sent(event_of(offer_state())))
    for version in (1, 2, 3):
        for number in numbers:
            record = sent(event_of(need_state(number, version)))
            bus.write(record if (number + version) % 2 else with_more_said(record, next_field={"said": "more"}))
    async with at_work(matcher.worker_on(bus), matcher.another_worker().worker_on(bus)):

        async def all_taken_in() -> bool:
            return await matcher.applied() == len(numbers) * 3 + 1

        await eventually(all_taken_in, within=60, what="every event is applied")
    rows = await matcher.service.rows("SELECT version FROM needs")
    assert [row["version"] for row in rows] == [3] * len(numbers)
    assert len(await matcher.pairs()) == len(numbers)


async def test_a_new_type_is_passed_over_and_a_new_word_is_kept_as_a_letter_until_a_newer_state_comes(
    matcher: RunningMatcher,
) -> None:
    bus = MemoryBus()
    bus.write(of_type(sent(event_of(need_state(1, 1))), "org.accord.need.celebrated.v1"))
    bus.write(with_more_said(sent(event_of(need_state(1, 2))), status="celebrated"))
    bus.write(sent(event_of(need_state(1, 3))))
    async with at_work(matcher.worker_on(bus)):

        async def newest_is_kept() -> bool:
            rows = await matcher.service.rows("SELECT version FROM needs WHERE need_id = :id", id=need_id(1))
            return [row["version"] for row in rows] == [3]

        await eventually(newest_is_kept, within=60, what="what can be read is applied")
    async with matcher.service.database.sessions() as session:
        [letter] = await waiting_letters(session, matcher.processor.letters, matcher.processor.consumer)
    assert "celebrated" not in letter["error"]
    assert "status" in letter["error"]

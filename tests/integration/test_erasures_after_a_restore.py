"""What was erased stays erased: in a database restored from before, and when the broker has lost everything."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.events.registry import ERASURES_TOPIC
from shared.kafka import KafkaPublisher
from shared.messaging.bus import OutgoingRecord
from shared.messaging.topics import TOPICS
from shared.service.erasing import work_after_erasures
from tests.support.backups import back_up, restore
from tests.support.brokers.broker import Broker
from tests.support.buses import access_to, make_topics
from tests.support.database_fixtures import ServiceDatabase
from tests.support.databases import Databases
from tests.support.erasing import ErasingService, erasing
from tests.support.remembered_person import AWA, applied_by, names_nobody, needs_remembering_awa, restored_from
from tests.support.running_parts import at_work
from tests.support.service_definitions import NEEDS
from tests.support.waiting import eventually


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of the needs service's database, made before anybody was erased."""
    return tmp_path / "backup.sql"


@pytest.fixture
async def needs(service_database: ServiceDatabase, backup: Path) -> AsyncIterator[ErasingService]:
    url = await service_database("needs")
    async with needs_remembering_awa(url) as needs:
        await back_up(url, backup)
        yield needs


async def test_a_restored_database_erases_again_when_its_worker_starts(
    needs: ErasingService, backup: Path, databases: Databases
) -> None:
    told = await needs.erase(**AWA)
    await needs.publish()
    async with restored_from(backup, databases, needs.bus) as restored:
        assert not names_nobody(await restored.stored())
        async with restored.listening():
            await eventually(lambda: applied_by([restored]), what="the restored database has erased anew")
        assert names_nobody(await restored.stored())
        assert [row["id"] for row in await restored.rows("SELECT id FROM erasures")] == [told["erasure"]]


async def test_a_restored_database_erases_again_by_command_before_its_api_starts(
    needs: ErasingService, backup: Path, databases: Databases
) -> None:
    told = await needs.erase(**AWA)
    await needs.publish()
    async with restored_from(backup, databases, needs.bus) as restored:
        *erased, summary = await restored.apply()
        assert [line["erasure"] for line in erased] == [told["erasure"]]
        assert summary == {"event": "applied", "new": 1, "erasures": 1}
        assert names_nobody(await restored.stored())
        assert await restored.apply() == [{"event": "applied", "new": 0, "erasures": 0}]


async def test_what_somebody_posts_after_being_erased_stays_theirs(needs: ErasingService) -> None:
    """An erasure concerns what was stored until then; it is applied once in a database and is no ban."""
    await needs.erase(**AWA)
    await needs.publish()
    await needs.rows("UPDATE needs SET contact = jsonb_build_object('name', CAST(:name AS text))", name=AWA["name"])
    await needs.apply()
    assert not names_nobody(await needs.stored("needs"))


async def test_a_broker_that_lost_everything_is_refilled_from_any_database_that_knows(
    needs: ErasingService, backup: Path, databases: Databases
) -> None:
    await needs.erase(**AWA)
    await needs.publish()
    needs.bus.wipe()
    async with restored_from(backup, databases, needs.bus) as restored:
        assert (await restored.apply())[-1]["new"] == 0
        assert await needs.republish() == await needs.republish() == 1
        await needs.publish()
        assert len(needs.bus.records(ERASURES_TOPIC)) == 1
        assert (await restored.apply())[-1]["new"] == 1
        assert names_nobody(await restored.stored())


async def test_over_a_real_broker_a_restored_worker_erases_what_its_topic_tells(
    needs: ErasingService, backup: Path, tansu_broker: Broker, databases: Databases
) -> None:
    access = access_to(tansu_broker)
    await make_topics(access, *TOPICS)
    await needs.erase(**AWA)
    await needs.publish()
    [told] = needs.bus.records(ERASURES_TOPIC)
    publisher = KafkaPublisher(access)
    await publisher.publish([OutgoingRecord(ERASURES_TOPIC, "any", told.value, told.headers)])
    await publisher.stop()
    async with erasing(NEEDS, await restore(databases, backup), kafka=access) as restored:
        async with at_work(*work_after_erasures(restored.definition, restored.foundation)):
            await eventually(lambda: applied_by([restored]), within=20, what="the restored database has erased anew")
        assert names_nobody(await restored.stored("needs", "need_versions"))

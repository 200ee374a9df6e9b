"""The clock of confirmation on a real database: by its own time, whatever crashes and however many replicas run."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr

from needs.adapters.deadlines import keep_needs_confirmed
from needs.adapters.tables import needs
from needs.api.dependencies import NeedsParts
from needs.main import SERVICE
from needs.settings import NeedsSettings
from shared.service.background import Periodic
from shared.service.process import lay_foundation
from tests.support.database_fixtures import ServiceDatabase
from tests.support.posting_services import Desk
from tests.support.request_documents import Document
from tests.support.running_parts import at_work
from tests.support.waiting import eventually

MONTH = timedelta(days=30)


async def standing(desk: Desk, days: int, name: str = "N-1") -> Document:
    """Return a circulated need whose last day is so many days from the database's today."""
    need = await desk.opened(external_id=name)
    await desk.service.rows(
        "UPDATE needs SET stands_until = (now() AT TIME ZONE 'UTC')::date + CAST(:days AS integer)"
        " WHERE external_id = :name",
        days=days,
        name=name,
    )
    return need


async def round_of(desk: Desk) -> int:
    """Do one round in a transaction of its own, as a replica's worker does."""
    async with desk.service.database.sessions() as session, session.begin():
        return await keep_needs_confirmed(session, MONTH)


async def told(desk: Desk) -> list[str]:
    """Return what the clock published."""
    return [kind for kind in await desk.events() if kind.split(".")[3] in {"reminded", "closed"}]


async def test_by_the_databases_clock_a_need_is_reminded_once_and_then_expires(needs_desk: Desk) -> None:
    need = await standing(needs_desk, 30)
    assert [await round_of(needs_desk) for _ in range(2)] == [1, 0]
    shown = (await needs_desk.read(need)).json()
    assert (shown["status"], shown["reminded_at"] is not None) == ("open", True)
    await needs_desk.service.rows("UPDATE needs SET stands_until = stands_until - 31")
    assert [await round_of(needs_desk) for _ in range(2)] == [1, 0]
    shown = (await needs_desk.read(need)).json()
    assert (shown["status"], shown["closed_as"]) == ("closed", "expired")
    assert await told(needs_desk) == ["org.accord.need.reminded.v1", "org.accord.need.closed.v1"]


async def test_a_need_is_due_from_thirty_days_before_its_last_day_on(needs_desk: Desk) -> None:
    for days in (31, 30, 0, -1):
        await standing(needs_desk, days, f"in {days} days")
    assert await round_of(needs_desk) == 3
    rows = await needs_desk.service.rows(
        "SELECT external_id, status FROM needs WHERE version = 3 ORDER BY stands_until"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("in -1 days", "closed"),
        ("in 0 days", "open"),
        ("in 30 days", "open"),
    ]


async def test_two_replicas_at_once_do_nothing_twice(needs_desk: Desk) -> None:
    for number in range(12):
        await standing(needs_desk, -1 if number % 2 else 10, f"N-{number}")
    done = await asyncio.gather(*(round_of(needs_desk) for _ in range(3)))
    assert sum(done) == 12
    assert sorted(await told(needs_desk)) == ["org.accord.need.closed.v1"] * 6 + ["org.accord.need.reminded.v1"] * 6


async def test_a_round_that_breaks_off_leaves_nothing_half_done(needs_desk: Desk) -> None:
    for number in range(2):
        await standing(needs_desk, -1, f"N-{number}")
    before = await needs_desk.counts()
    with pytest.raises(ConnectionError):
        await broken_round(needs_desk)
    assert (await needs_desk.counts(), await told(needs_desk)) == (before, [])
    assert await round_of(needs_desk) == 2


async def broken_round(desk: Desk) -> None:
    async with desk.service.database.sessions() as session, session.begin():
        await keep_needs_confirmed(session, MONTH)
        raise ConnectionError("the replica dies before it commits")


async def test_a_need_that_somebody_is_changing_waits_for_the_next_round(needs_desk: Desk) -> None:
    await standing(needs_desk, -1)
    async with needs_desk.service.database.sessions() as session, session.begin():
        await session.execute(needs.update().values(priority=1))
        assert await round_of(needs_desk) == 0
    assert await round_of(needs_desk) == 1


async def test_the_worker_keeps_the_clock_as_it_is_set(needs_desk: Desk) -> None:
    need = await standing(needs_desk, 40)
    settings = NeedsSettings(
        database_url=SecretStr(url_of(needs_desk)), oidc_issuer="http://127.0.0.1:1/", reminder_days=40
    )
    foundation = lay_foundation(SERVICE, settings)
    clockwork = [part for part in SERVICE.work(foundation) if isinstance(part, Periodic)]

    async def is_reminded() -> bool:
        return (await needs_desk.read(need)).json()["reminded_at"] is not None

    async with at_work(*clockwork):
        await eventually(is_reminded, what="the State is reminded")
    await foundation.database.dispose()


async def test_the_period_is_the_one_that_is_set(service_database: ServiceDatabase) -> None:
    settings = NeedsSettings(
        database_url=SecretStr(await service_database("needs")), oidc_issuer="http://127.0.0.1:1/", confirmation_days=90
    )
    foundation = lay_foundation(SERVICE, settings)
    parts: NeedsParts = SERVICE.parts(foundation)
    assert parts.stands_for == timedelta(days=90)
    await foundation.database.dispose()


def url_of(desk: Desk) -> str:
    return desk.service.database.engine.url.render_as_string(hide_password=False)

"""What callers are told when the database is away or busy, seen on a real PostgreSQL."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.http.health import database_check
from tests.support.http_service import ask, service


@asynccontextmanager
async def engine_on(database_url: str, **options: Any) -> AsyncGenerator[AsyncEngine]:
    engine = create_async_engine(database_url, **options)
    try:
        yield engine
    finally:
        await engine.dispose()


async def answer_to(engine: AsyncEngine, *statements: str, **arguments: Any) -> httpx.Response:
    """Ask a route that runs these statements."""
    router = APIRouter()

    @router.get("/rows")
    async def run() -> None:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement), arguments)

    return await ask(service(router), "GET", "/rows")


def is_unavailable(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json()["code"]) == (503, "unavailable") and "retry-after" in answer.headers


async def test_a_database_that_refuses_connections_is_unavailable(database_url: str) -> None:
    nobody_there = make_url(database_url).set(host="127.0.0.1", port=1).difference_update_query(["host"])
    async with engine_on(nobody_there.render_as_string(hide_password=False)) as engine:
        assert is_unavailable(await answer_to(engine, "SELECT 1"))


async def test_a_session_that_the_database_ends_is_unavailable(database_url: str) -> None:
    async with engine_on(database_url) as engine:
        assert is_unavailable(await answer_to(engine, "SELECT pg_terminate_backend(pg_backend_pid())"))


async def test_a_pool_without_a_free_connection_is_unavailable(database_url: str) -> None:
    async with (
        engine_on(database_url, pool_size=1, max_overflow=0, pool_timeout=0.05) as engine,
        engine.connect(),
    ):
        assert is_unavailable(await answer_to(engine, "SELECT 1"))


async def test_a_statement_that_takes_too_long_is_unavailable(database_url: str) -> None:
    async with engine_on(database_url) as engine:
        slow = ("SET LOCAL statement_timeout = '20ms'", "SELECT pg_sleep(30)")
        assert is_unavailable(await answer_to(engine, *slow))


async def test_a_lock_that_somebody_holds_is_unavailable(database_url: str) -> None:
    async with engine_on(database_url) as engine, engine.begin() as holder:
        await holder.execute(text("SELECT pg_advisory_xact_lock(1)"))
        blocked = ("SET LOCAL lock_timeout = '20ms'", "SELECT pg_advisory_xact_lock(1)")
        assert is_unavailable(await answer_to(engine, *blocked))


async def test_a_value_that_no_column_holds_is_our_mistake_and_not_an_outage(database_url: str) -> None:
    async with engine_on(database_url) as engine:
        answer = await answer_to(engine, "SELECT CAST(:number AS integer)", number=2**40)
        assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")


async def test_a_statement_with_a_mistake_is_not_an_outage(database_url: str) -> None:
    async with engine_on(database_url) as engine:
        assert (await answer_to(engine, "SELECT nothing FROM nowhere")).status_code == 500


async def test_a_service_with_its_database_is_ready(database_url: str) -> None:
    async with engine_on(database_url) as engine:
        answer = await ask(service(readiness=[database_check(engine)]), "GET", "/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"database": {"status": "ok", "required": True}}}


async def test_a_service_whose_pool_is_busy_is_still_ready(database_url: str) -> None:
    async with (
        engine_on(database_url, pool_size=1, max_overflow=0, pool_timeout=0.05) as engine,
        engine.connect(),
    ):
        assert (await ask(service(readiness=[database_check(engine)]), "GET", "/readyz")).status_code == 200


async def test_a_service_without_its_database_is_not_ready(database_url: str) -> None:
    nobody_there = make_url(database_url).set(host="127.0.0.1", port=1).difference_update_query(["host"])
    async with engine_on(nobody_there.render_as_string(hide_password=False)) as engine:
        answer = await ask(service(readiness=[database_check(engine)]), "GET", "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert answer.json()["checks"]["database"]["status"] == "failed"

"""An outage is told in a few lines that say what it is, and not in a traceback for each request."""

import asyncpg
import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs
from structlog.typing import EventDict

from shared.http.health import ReadinessCheck
from tests.support.http_service import client_of, service

REFUSED = ConnectionRefusedError("refused by 10.0.0.7")


class Wrapped(Exception):
    """An error as SQLAlchemy's adapter of asyncpg raises it."""

    sqlstate = "53100"


def full_disk() -> DBAPIError:
    """Return what SQLAlchemy makes of a database whose disk is full."""
    wrapped = Wrapped("wrapped")
    wrapped.__cause__ = asyncpg.DiskFullError("no space left on device: base/16384")
    return DBAPIError("INSERT INTO needs VALUES ('a secret')", {}, wrapped)


def failing_with(error: Exception) -> FastAPI:
    router = APIRouter()

    @router.get("/needs/{need_id}")
    async def get_need(need_id: str) -> None:
        assert need_id
        raise error

    async def probe() -> None:
        raise error

    return service(router, readiness=[ReadinessCheck("database", probe)])


async def said_after(app: FastAPI, path: str, times: int) -> list[EventDict]:
    with capture_logs() as said:
        async with client_of(app) as client:
            for _ in range(times):
                assert (await client.get(path)).status_code == 503
    return [line for line in said if line["log_level"] != "debug" and line["event"] != "http_request"]


@pytest.mark.parametrize(
    ("error", "reason", "state"),
    [(full_disk(), "DiskFullError", "53100"), (REFUSED, "ConnectionRefusedError", None)],
)
async def test_the_line_names_reason_state_and_route_and_quotes_nothing(
    error: Exception, reason: str, state: str | None
) -> None:
    [line] = await said_after(failing_with(error), "/needs/awa@example.org", 1)
    assert (line["event"], line["log_level"]) == ("dependency_unavailable", "warning")
    assert (line["reason"], line["sqlstate"], line["route"]) == (reason, state, "/needs/{need_id}")
    assert line["requests"] == 1
    assert not {"exc_info", "exception"} & line.keys()
    assert not any(secret in repr(line) for secret in ("secret", "10.0.0.7", "16384", "awa"))


async def test_a_hundred_requests_in_an_outage_are_a_line_or_two() -> None:
    said = await said_after(failing_with(REFUSED), "/needs/1", 100)
    assert 1 <= len(said) < 10
    assert sum(line["requests"] for line in said) <= 100


async def test_where_it_came_from_is_said_at_debug() -> None:
    with capture_logs() as said:
        async with client_of(failing_with(REFUSED)) as client:
            await client.get("/needs/1")
    assert [line["exc_info"] for line in said if line["log_level"] == "debug"] == [REFUSED]


async def test_a_process_that_is_not_ready_says_why_without_a_traceback() -> None:
    [line] = await said_after(failing_with(full_disk()), "/readyz", 1)
    assert (line["event"], line["reason"], line["sqlstate"]) == ("readiness_check_failed", "DiskFullError", "53100")
    assert not {"exc_info", "exception"} & line.keys()

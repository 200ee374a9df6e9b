"""Liveness, readiness and figures, for the platform that runs the service."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.http.telling_outages import reason_of, sqlstate_of
from shared.metrics import ServiceMetrics

CHECK_SECONDS: Final = 2.0
"""How long a check may take before it counts as failed."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ReadinessCheck:
    """Something the service depends on: `probe` returns when it is there and raises when it is not.

    With `required=False` (Kafka: the outbox waits for it) a failure is shown and changes nothing else.
    """

    name: str
    probe: Callable[[], Awaitable[object]]
    required: bool = True


def database_check(engine: AsyncEngine) -> ReadinessCheck:
    """Return the check that the database answers.

    It connects anew each time: a connection from the pool would report a busy service as one without database.
    """
    prober = create_async_engine(engine.url, poolclass=NullPool, hide_parameters=True)

    async def probe() -> None:
        async with prober.connect() as connection:
            await connection.execute(text("SELECT 1"))

    return ReadinessCheck("database", probe)


def health_routes(checks: Sequence[ReadinessCheck], metrics: ServiceMetrics) -> list[Route]:
    """Return `/livez`, `/readyz` and `/metrics`."""

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def readyz(_: Request) -> Response:
        failures = await asyncio.gather(*(_run(check) for check in checks), return_exceptions=True)
        passed = [_passed(check, failure) for check, failure in zip(checks, failures, strict=True)]
        results = {
            check.name: {"status": "ok" if ok else "failed", "required": check.required}
            for check, ok in zip(checks, passed, strict=True)
        }
        is_ready = all(ok or not check.required for check, ok in zip(checks, passed, strict=True))
        return JSONResponse(
            {"status": "ready" if is_ready else "unready", "checks": results},
            200 if is_ready else 503,
            {} if is_ready else {"Retry-After": "5"},
        )

    async def figures(_: Request) -> Response:
        return Response(metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", figures)]


async def _run(check: ReadinessCheck) -> None:
    async with asyncio.timeout(CHECK_SECONDS):
        await check.probe()


def _passed(check: ReadinessCheck, failure: BaseException | None) -> bool:
    if failure is None:
        return True
    _log.warning("readiness_check_failed", check=check.name, reason=reason_of(failure), sqlstate=sqlstate_of(failure))
    _log.debug("readiness_check_failed_from", exc_info=failure)
    return False

"""A service as its `main.py` wires it, on a real database: asked over HTTP, without a network and without a broker."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import RowMapping, text

from shared.persistence.database import Database
from shared.service.definition import ServiceDefinition
from shared.service.process import lay_foundation, make_app
from shared.settings import ServiceRole
from tests.support.http_service import client_of, service_settings
from tests.support.moving_clock import MovingClock
from tests.support.need_examples import NOW
from tests.support.tokens import TokenForge

Headers = Mapping[str, str]


@dataclass(frozen=True)
class RunningService:
    """The service's application, its database, and the clock and the identity provider that it believes."""

    app: FastAPI
    database: Database
    forge: TokenForge
    clock: MovingClock

    async def ask(
        self,
        method: str,
        path: str,
        actor: Headers,
        body: Any = None,
        *,
        version: int | None = None,
        key: str | None = None,
        **request: Any,
    ) -> httpx.Response:
        """Send one request: `version` goes into If-Match and `key` into Idempotency-Key."""
        headers = {**actor, **request.pop("headers", {})}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if key is not None:
            headers["Idempotency-Key"] = key
        if body is not None:
            request["json"] = body
        async with client_of(self.app) as client:
            return await client.request(method, path, headers=headers, **request)

    async def rows(self, statement: str, **arguments: Any) -> list[RowMapping]:
        """Run one SQL statement in a transaction of its own, and return its rows."""
        async with self.database.engine.begin() as connection:
            result = await connection.execute(text(statement), arguments)
            return list(result.mappings()) if result.returns_rows else []

    async def count(self, *tables: str) -> dict[str, int]:
        """Return how many rows each table holds."""
        return {table: (await self.rows(f"SELECT count(*) FROM {table}"))[0]["count"] for table in tables}  # noqa: S608 - the tests' own names


@asynccontextmanager
async def running(
    definition: ServiceDefinition, database_url: str, *, now: datetime = NOW
) -> AsyncGenerator[RunningService]:
    """Run the API part of a service on a migrated database; time stands still until its clock is moved."""
    clock, forge = MovingClock(now), TokenForge()
    settings = service_settings(
        service_name=definition.name,
        database_url=SecretStr(database_url),
        roles=frozenset({ServiceRole.API}),
        pool_size=5,
        security_contact="mailto:security@example.org",
    )
    foundation = replace(lay_foundation(definition, settings), clock=clock)
    app = make_app(definition, foundation)
    app.state.token_verifier = forge.verifier()
    try:
        yield RunningService(app, foundation.database, forge, clock)
    finally:
        await foundation.database.dispose()

"""Answers kept under their idempotency keys, in the service's own database."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Self

from pydantic import BaseModel
from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Index,
    Insert,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse, Response

from shared.http.etags import etag_of
from shared.http.idempotency import Claim, IdempotencyKeyReused

KEPT_FOR: Final = timedelta(hours=24)
"""How long a key is remembered; a request repeated later is a new request."""

PRIMARY_KEY: Final = "idempotency_keys_pkey"
"""The constraint that the second of two requests with one key runs into."""


@dataclass(frozen=True)
class StoredResponse:
    """An answer that can be given again: the body as JSON, and the headers that tell where and which version."""

    status: int
    body: Any
    location: str | None = None
    etag: str | None = None
    is_replay: bool = field(default=False, compare=False)

    @classmethod
    def created(cls, record: BaseModel, *, location: str, version: int) -> Self:
        """Return the 201 of a new record."""
        return cls(201, record.model_dump(mode="json", by_alias=True), location, etag_of(version))

    def as_response(self) -> Response:
        """Return the HTTP answer; one that is given again says so in `Idempotency-Replayed: true`."""
        headers = {"Location": self.location, "ETag": self.etag}
        headers["Idempotency-Replayed"] = "true" if self.is_replay else None
        return JSONResponse(self.body, self.status, {name: value for name, value in headers.items() if value})


def idempotency_table(metadata: MetaData) -> Table:
    """Declare `idempotency_keys` in a service's metadata."""
    table = Table(
        "idempotency_keys",
        metadata,
        Column("subject", String(255), primary_key=True),
        Column("operation", String(500), primary_key=True),
        Column("key", String(200), primary_key=True),
        Column("digest", String(64), nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("body", JSON, nullable=False),
        Column("location", Text),
        Column("etag", Text),
        Column("created_at", DateTime(timezone=True), nullable=False),
    )
    table.primary_key.name = PRIMARY_KEY
    Index("idempotency_keys_created_at", table.c.created_at)
    return table


async def replay(session: AsyncSession, table: Table, claim: Claim) -> StoredResponse | None:
    """Return the stored answer to the same request; raise IdempotencyKeyReused when the key had another body."""
    found = (await session.execute(select(table).where(*_key_of(table, claim)))).one_or_none()
    if found is None:
        return None
    if found.digest != claim.digest:
        raise IdempotencyKeyReused
    return StoredResponse(found.status, found.body, found.location, found.etag, is_replay=True)


async def remember(session: AsyncSession, table: Table, claim: Claim, response: StoredResponse) -> None:
    """Store the answer in the session's transaction, which is the one that creates; IntegrityError if it is stored."""
    await session.execute(remembering(table, claim, response))


def remembering(table: Table, claim: Claim, response: StoredResponse) -> Insert:
    """Return the statement that stores the answer, by the database's time: no process's clock makes a key older."""
    return insert(table).values(
        subject=claim.subject,
        operation=claim.operation,
        key=claim.key,
        digest=claim.digest,
        status=response.status,
        body=response.body,
        location=response.location,
        etag=response.etag,
        created_at=func.now(),
    )


async def purge_idempotency_keys(session: AsyncSession, table: Table) -> int:
    """Forget keys older than `KEPT_FOR`, by the database's time, and return how many; the caller commits."""
    over = table.c.created_at < func.now() - KEPT_FOR
    forgotten = await session.execute(delete(table).where(over).returning(table.c.created_at))
    return len(forgotten.all())


def _key_of(table: Table, claim: Claim) -> tuple[Any, ...]:
    return (table.c.subject == claim.subject, table.c.operation == claim.operation, table.c.key == claim.key)

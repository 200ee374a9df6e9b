"""A service on its real tables and event processor, with the saga's bus between its outbox and its inbox."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.repository import SqlMatchRepository
from matcher.adapters.matches.unit_of_work import MatchesUnitOfWork
from matcher.domain.matches.match import Match
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile
from shared.events.envelope import Envelope
from shared.identity.actor import Actor
from shared.messaging.bus import IncomingRecord, Partition
from shared.messaging.processing import EventProcessor, Handler, InboxTables
from shared.persistence.database import Database
from tests.support.saga.blindness import as_if_untouched
from tests.support.saga.bus import SagaBus, Sent
from tests.support.saga.traffic import Died

T = TypeVar("T")


@dataclass(frozen=True)
class RealService:
    """A service's database, what applies events to it, and how its use cases are handed in.

    It serves as an endpoint of the bus and as a counter for the people; everything it does is run by `runner`.
    """

    runner: asyncio.Runner
    database: Database
    outbox: Table
    applying: EventProcessor
    dying: EventProcessor
    unit_of_work: Callable[[Callable[[], AsyncSession]], Any]
    clock: Callable[[], datetime]

    def send(self, bus: SagaBus, count: int, *, marked: bool) -> None:
        """Send the next unpublished rows of the outbox."""
        for record in self.runner.run(self._unpublished(count, marked=marked)):
            bus.send(record)

    def take(self, record: Sent, *, dying: bool) -> None:
        """Apply a record by the service's processor; `dying` = by one whose handler fails in the end."""
        processor = self.dying if dying else self.applying
        topic, key = record.lane
        incoming = IncomingRecord(Partition(topic, 0), 0, key.encode(), record.value, record.headers, 0.0)
        self.runner.run(processor.process(incoming))

    def carry_out(self, use_case: Any, command: Any, *, actor: Actor | None = None) -> Any:
        """Carry a command out in a transaction of its own."""
        given = {} if actor is None else {"actor": actor}
        uow = self.unit_of_work(self.database.sessions)
        return self.runner.run(use_case(command, uow=uow, clock=self.clock, **given))

    def all_of(self, kind: type[T]) -> list[T]:
        """Return what is committed of a kind, oldest first."""
        return self.runner.run(self._all_of(kind))

    def rows(self, statement: Any) -> list[Any]:
        """Return the rows of one statement."""
        return self.runner.run(self._rows(statement))

    async def _all_of(self, kind: type[T]) -> list[T]:
        mapped: Any = kind
        async with self.database.sessions() as session:
            return list(await session.scalars(select(kind).order_by(mapped.created_at, mapped.id)))

    async def _rows(self, statement: Any) -> list[Any]:
        async with self.database.sessions() as session:
            return list((await session.execute(statement)).mappings())

    async def _unpublished(self, count: int, *, marked: bool) -> list[Sent]:
        rows = self.outbox.c
        waiting = select(self.outbox).where(rows.published_at.is_(None)).order_by(rows.position).limit(count)
        async with self.database.sessions() as session, session.begin():
            found = (await session.execute(waiting)).all()
            if marked:
                sent = rows.position.in_([row.position for row in found])
                await session.execute(update(self.outbox).where(sent).values(published_at=self.clock()))
        return [sent_of(row) for row in found]


class BlindMatches(SqlMatchRepository):
    """The matches for somebody who sees none of the others."""

    async def standing(self, needs: Collection[UUID], offers: Collection[UUID]) -> Sequence[Match]:  # noqa: ARG002 (the port's)
        """Return none of those that stand."""
        return ()


class BlindMatchesUnitOfWork(MatchesUnitOfWork):
    """The matcher's unit of work for somebody who sees neither the ledgers nor the other matches."""

    async def present(
        self, needs: Collection[UUID], offers: Collection[UUID], today: date
    ) -> tuple[Present, ScoringProfile]:
        """Return the records as if nothing of them were engaged."""
        present, profile = await super().present(needs, offers, today)
        return as_if_untouched(present), profile

    def _opened(self) -> SqlMatchRepository:
        super()._opened()
        self.matches = BlindMatches(self.session)
        return self.matches


def sent_of(row: Any) -> Sent:
    """Return the record that a row of an outbox is."""
    headers = tuple((name, value.encode()) for name, value in row.headers.items())
    return Sent((row.topic, row.key), headers, row.payload, row.event_id, row.key_version)


def processors(
    database: Database, tables: InboxTables, handlers: Mapping[str, Handler], consumer: str
) -> tuple[EventProcessor, EventProcessor]:
    """Return the service's processor, and one that dies after its handler, before the commit."""
    mortal = {name: _dying(handler) for name, handler in handlers.items()}
    return (
        EventProcessor(database.sessions, tables, handlers, consumer=consumer),
        EventProcessor(database.sessions, tables, mortal, consumer=consumer),
    )


def _dying(handler: Handler) -> Handler:
    async def handle_and_die(session: AsyncSession, event: Envelope) -> None:
        await handler(session, event)
        raise Died

    return handle_and_die

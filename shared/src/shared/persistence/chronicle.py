"""Writing what happened: history rows for the service itself, outbox rows for everyone else, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.envelope import Envelope
from shared.events.model import EventModel
from shared.identifiers import new_id
from shared.identity.actor import Actor
from shared.logs import current_correlation_id, current_traceparent
from shared.messaging.outbox import append, restate
from shared.persistence.publicity import Publicity


class Recorded(Protocol):
    """A versioned aggregate that records its events (each with `at` and `reason`) and that travels once opened."""

    version: int
    updated_at: datetime

    @property
    def opened_at(self) -> datetime | None:
        """Tell since when others may know of it; None before that."""
        ...

    @property
    def id(self) -> UUID:
        """Name the aggregate."""
        ...

    @property
    def events(self) -> list[Any]:
        """Hold what happened since the aggregate was read."""
        ...


RecordT = TypeVar("RecordT", bound=Recorded)


@dataclass(frozen=True)
class Chronicle(Generic[RecordT]):
    """How the aggregates of one service are written down and made known.

    `happened` is what each domain event is called in the history; `event_types` is what that is called on the bus,
    where it travels at all, and `restated` the type that only repeats a state. `publicity` tells the same to anybody,
    where records of this kind can be public.
    """

    source: str
    history: Table
    outbox: Table
    happened: Mapping[type, str]
    event_types: Mapping[str, str]
    restated: str
    state_of: Callable[[RecordT], EventModel]
    document_of: Callable[[RecordT], dict[str, Any]]
    publicity: Publicity[RecordT] | None = None

    async def record(self, session: AsyncSession, aggregate: RecordT, by: Actor) -> None:
        """Write the recorded events as history and, once the aggregate was opened, to the outbox; then forget them.

        The caller has flushed, so that the version is the one that will be committed.
        """
        travelled = False
        for event in aggregate.events:
            happened = self.happened[type(event)]
            await session.execute(self.history.insert().values(**self._entry(aggregate, event, happened, by)))
            if happened in self.event_types and aggregate.opened_at is not None:
                await append(session, self.outbox, self._envelope(aggregate, self.event_types[happened]))
                travelled = True
        if travelled and self.publicity is not None:
            await self.publicity.follow(session, aggregate)
        aggregate.events.clear()

    async def state_again(self, session: AsyncSession, aggregate: RecordT) -> None:
        """Have the aggregate's present state published once more; the caller holds its row lock."""
        await restate(session, self.outbox, self._envelope(aggregate, self.restated))
        if self.publicity is not None:
            await self.publicity.state_again(session, aggregate)

    def _envelope(self, aggregate: RecordT, event_type: str) -> Envelope:
        return Envelope(
            id=new_id(),
            type=event_type,
            source=self.source,
            subject=str(aggregate.id),
            time=aggregate.updated_at,
            version=aggregate.version,
            data=self.state_of(aggregate),
            correlation_id=current_correlation_id(),
            traceparent=current_traceparent(),
        )

    def _entry(self, aggregate: RecordT, event: Any, happened: str, by: Actor) -> dict[str, object]:
        return {
            "record_id": aggregate.id,
            "version": aggregate.version,
            "happened": happened,
            "at": event.at,
            "reason": event.reason,
            "by_subject": by.subject,
            "by_role": by.role.value,
            "document": self.document_of(aggregate),
        }

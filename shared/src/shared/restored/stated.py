"""One kind of aggregate as a restored database is compared with its topic: how it is read, stated again and ended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.model import EventModel
from shared.persistence.chronicle import Chronicle, Recorded
from shared.persistence.publicity import Publicity

RecordT = TypeVar("RecordT", bound=Recorded)
StateT = TypeVar("StateT", bound=EventModel)


@dataclass(frozen=True)
class Remembered(Generic[RecordT]):
    """Where the versions of a kind are kept, and what of each."""

    history: Table
    document_of: Callable[[RecordT], dict[str, Any]]


@dataclass(frozen=True)
class Stated(Generic[RecordT, StateT]):
    """A kind of aggregate that a service states on a topic.

    `goes_on` answers whether consumers still count with what a state says; `ended` returns that state's last word, the
    aggregate being lost, to be stated as an event of type `ending`. Fields in `silent` move without a new version.
    """

    name: str
    topic: str
    source: str
    kind: type[RecordT]
    table: Table
    outbox: Table
    state_of: Callable[[RecordT], EventModel]
    state_again: Callable[[AsyncSession, RecordT], Awaitable[None]]
    goes_on: Callable[[StateT], bool]
    ended: Callable[[StateT, int, datetime], StateT]
    ending: str
    remembered: Remembered[RecordT] | None = None
    publicity: Publicity[RecordT] | None = None
    silent: frozenset[str] = frozenset()

    @classmethod
    def by(
        cls,
        chronicle: Chronicle[RecordT],
        kind: type[RecordT],
        table: Table,
        *,
        name: str,
        topic: str,
        goes_on: Callable[[StateT], bool],
        ended: Callable[[StateT, int, datetime], StateT],
        ending: str,
        silent: frozenset[str] = frozenset(),
    ) -> "Stated[RecordT, StateT]":
        """Return the kind that a chronicle writes down."""
        return cls(
            name=name,
            topic=topic,
            source=chronicle.source,
            kind=kind,
            table=table,
            outbox=chronicle.outbox,
            state_of=chronicle.state_of,
            state_again=chronicle.state_again,
            goes_on=goes_on,
            ended=ended,
            ending=ending,
            remembered=Remembered(chronicle.history, chronicle.document_of),
            publicity=chronicle.publicity,
            silent=silent,
        )

    def says_the_same(self, told: EventModel, record: RecordT) -> bool:
        """Answer whether a published state is what the record says, but for what moves silently."""
        ours = self.state_of(record)
        return told == ours.model_copy(update={name: getattr(told, name) for name in self.silent})

"""What one service keeps, in memory, with transactions: all of what a block did is there afterwards, or nothing."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.errors import VersionMismatch
from shared.events.envelope import Envelope
from shared.events.model import EventModel
from shared.identifiers import new_id
from tests.support.saga.outbox import Outbox
from tests.support.saga.replicas import differs, replica


@dataclass(frozen=True)
class Telling:
    """How aggregates of one kind are made known, as the service's own chronicle does it.

    `numbers_itself` = its version counts what it says and not commits.
    """

    source: str
    happened: Mapping[type, str]
    event_types: Mapping[str, str]
    state_of: Callable[[Any], EventModel]
    restated: str
    numbers_itself: bool = False

    @classmethod
    def like(cls, chronicle: Any, *, numbers_itself: bool = False) -> "Telling":
        """Return the way of a service's chronicle."""
        return cls(
            chronicle.source,
            chronicle.happened,
            chronicle.event_types,
            chronicle.state_of,
            chronicle.restated,
            numbers_itself,
        )


@dataclass(eq=False)
class Store:
    """Committed aggregates by kind and id, the outbox, the inbox's claims, and the journal of movements."""

    tellings: Mapping[type, Telling]
    kept: dict[type, dict[UUID, Any]] = field(default_factory=dict[type, dict[UUID, Any]])
    outbox: Outbox = field(default_factory=Outbox)
    claims: set[UUID] = field(default_factory=set[UUID])
    journal: list[tuple[Any, Any]] = field(default_factory=list[tuple[Any, Any]])

    def all_of(self, kind: type) -> Mapping[UUID, Any]:
        """Return what is committed of a kind."""
        return self.kept.get(kind, {})

    @contextmanager
    def undone_on_error(self) -> Generator[None]:
        """Undo what the block committed if it raises: an event's effects and its claim are there together or not."""
        kept = {kind: dict(records) for kind, records in self.kept.items()}
        lengths = len(self.outbox.rows), len(self.journal)
        claims = set(self.claims)
        try:
            yield
        except BaseException:
            self.kept, self.claims = kept, claims
            del self.outbox.rows[lengths[0] :]
            del self.journal[lengths[1] :]
            raise

    def commit(self, touched: Mapping[tuple[type, UUID], Any]) -> None:
        """Store what changed, raise versions as the mapping does, and put the events into the outbox."""
        for (kind, record_id), record in touched.items():
            self._store(kind, record_id, record)

    def copied(self) -> "Store":
        """Return another store with the same in it."""
        rows = [copy(row) for row in self.outbox.rows]
        kept = {kind: dict(records) for kind, records in self.kept.items()}
        return Store(self.tellings, kept, Outbox(rows), set(self.claims), list(self.journal))

    def recall(self, other: "Store") -> None:
        """Have in it what another store has."""
        same = other.copied()
        self.kept, self.outbox, self.claims, self.journal = same.kept, same.outbox, same.claims, same.journal

    def restate(self) -> None:
        """Have every record that others know of stated again, as the `republish` command does."""
        for kind, telling in self.tellings.items():
            known = [each for each in self.all_of(kind).values() if each.opened_at is not None]
            self.outbox.append(_event(record, telling, telling.restated) for record in known)

    def _store(self, kind: type, record_id: UUID, record: Any) -> None:
        telling = self.tellings[kind]
        before = self.all_of(kind).get(record_id)
        if not record.events and before is not None and not differs(before, record):
            return
        if before is not None and before.version != record.version and not telling.numbers_itself:
            raise VersionMismatch("Somebody else changed the record; read it again.")
        if not telling.numbers_itself:
            record.version += 1
        self.journal.extend((record, movement) for movement in getattr(record, "movements", ()))
        self.outbox.append(_events(record, telling))
        record.events.clear()
        getattr(record, "movements", []).clear()
        self.kept.setdefault(kind, {})[record_id] = replica(record)


def _events(record: Any, telling: Telling) -> list[Envelope]:
    types = [telling.event_types.get(telling.happened[type(event)]) for event in record.events]
    return [_event(record, telling, name) for name in types if name is not None and record.opened_at is not None]


def _event(record: Any, telling: Telling, event_type: str) -> Envelope:
    return Envelope(
        id=new_id(),
        type=event_type,
        source=telling.source,
        subject=str(record.id),
        time=record.updated_at,
        version=record.version,
        data=telling.state_of(record),
    )

"""An outbox in memory: what was committed waits there for the relay, which may die between sending and marking."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.events.envelope import Envelope
from tests.support.saga.bus import SagaBus, Sent


@dataclass(eq=False)
class Row:
    """An event that was committed, and whether the relay knows that it is on the bus."""

    record: Sent
    event: Envelope
    published: bool = False


@dataclass(eq=False)
class Outbox:
    """Rows in the order of their commits."""

    rows: list[Row] = field(default_factory=list[Row])

    def append(self, events: Iterable[Envelope]) -> None:
        """Keep events of one commit."""
        self.rows.extend(Row(Sent.of(event), event) for event in events)

    def unpublished(self) -> list[Row]:
        """Return what the relay still has to send."""
        return [row for row in self.rows if not row.published]

    def relay(self, bus: SagaBus, count: int, *, marked: bool = True) -> int:
        """Send the next rows in order, and return how many; not `marked` = the relay dies before it notes that."""
        sent = self.unpublished()[:count]
        for row in sent:
            bus.send(row.record)
            row.published = marked
        return len(sent)

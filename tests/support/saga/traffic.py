"""What goes on between the services: relays send, consumers read, and either may die in the middle of it."""

from collections.abc import Mapping
from typing import Final, Literal, Protocol

from tests.support.saga.bus import SagaBus, Sent

Fate = Literal["applied", "acknowledgement_lost", "died_before_commit"]
"""What becomes of a delivery: done; done and delivered again; not done and delivered again."""

FATES: Final[tuple[Fate, ...]] = ("applied", "applied", "applied", "acknowledgement_lost", "died_before_commit")
"""Fates by their frequency."""


class Died(Exception):
    """The process died before its transaction was committed."""


class Endpoint(Protocol):
    """A service as the bus knows it."""

    def send(self, bus: SagaBus, count: int, *, marked: bool) -> None:
        """Have the relay send the next rows; not `marked` = it dies before it notes that."""
        ...

    def take(self, record: Sent, *, dying: bool) -> None:
        """Apply a record once; raise Died, with nothing left behind, if it dies before the commit."""
        ...


PATIENCE: Final = 2_000
"""More deliveries than any example has to make before everything is quiet."""


class Traffic:
    """The three services' outboxes and inboxes on one bus."""

    def __init__(self, bus: SagaBus, services: Mapping[str, Endpoint]) -> None:
        self.bus = bus
        self._services = services

    def publish(self, service: str, count: int, *, marked: bool) -> None:
        """Have a relay send some rows; not `marked` = it dies before it notes that, and they are sent again."""
        self._services[service].send(self.bus, count, marked=marked)

    def publish_all(self) -> None:
        """Have every relay send all that waits."""
        for service in self._services:
            self.publish(service, PATIENCE, marked=True)

    def deliver(self, consumer: str, which: int, fate: Fate) -> None:
        """Have a consumer read the next record of one of the lanes that wait for it."""
        lanes = self.bus.waiting(consumer)
        if not lanes:
            return
        lane = lanes[which % len(lanes)]
        try:
            self._services[consumer].take(self.bus.read(consumer, lane), dying=fate == "died_before_commit")
        except Died:
            return
        if fate == "applied":
            self.bus.acknowledge(consumer, lane)

    def deliver_again(self, consumer: str, which: int, back: int) -> None:
        """Lose acknowledgements of a lane, also of long ago."""
        lanes = self.bus.begun(consumer)
        if lanes:
            self.bus.rewind(consumer, lanes[which % len(lanes)], back)

    def deliver_all_again(self, consumer: str) -> None:
        """Lose every acknowledgement of a consumer."""
        for lane in self.bus.begun(consumer):
            self.bus.rewind(consumer, lane, PATIENCE)

    def compact(self, which: int) -> None:
        """Have the broker drop the older states of a key."""
        lanes = self.bus.overtaken()
        if lanes:
            self.bus.compact(lanes[which % len(lanes)])

    def settle(self, *, but_for: bytes | None = None) -> None:
        """Send and deliver everything, and what follows from it, until all is quiet; records with `but_for` wait."""
        for _ in range(PATIENCE):
            self.publish_all()
            waiting = [(consumer, lane) for consumer in self._services for lane in self.bus.waiting(consumer)]
            records = [(*place, self.bus.read(*place)) for place in waiting]
            due = [each for each in records if but_for is None or but_for not in each[2].value]
            if not due:
                return
            for consumer, lane, record in due:
                self._services[consumer].take(record, dying=False)
                self.bus.acknowledge(consumer, lane)
        raise AssertionError("the services go on answering each other without end")

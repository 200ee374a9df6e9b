"""A service in memory: records come in through its inbox, as the event processor of the real one takes them."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from shared.events.envelope import Envelope, decode
from tests.support.saga.bus import SagaBus, Sent
from tests.support.saga.counter import finished
from tests.support.saga.store import Store
from tests.support.saga.traffic import Died

Handler = Callable[[Envelope], Coroutine[Any, Any, None]]
"""Applies one event to the store; what it commits counts only together with the claim."""


@dataclass(eq=False)
class SagaService:
    """A name, a store, and handlers by topic."""

    name: str
    store: Store
    handlers: Mapping[str, Handler]

    def send(self, bus: SagaBus, count: int, *, marked: bool) -> None:
        """Have the relay send the next rows."""
        self.store.outbox.relay(bus, count, marked=marked)

    def take(self, record: Sent, *, dying: bool) -> None:
        """Apply the record once. An error leaves nothing behind."""
        event = decode(record.headers, record.value)
        if self.is_claimed(event):
            return
        with self.store.undone_on_error():
            finished(self.handlers[event.topic](event))
            if dying:
                raise Died
            self.store.claims.add(event.id)

    def is_claimed(self, event: Envelope) -> bool:
        """Say whether the inbox has the event."""
        return event.id in self.store.claims

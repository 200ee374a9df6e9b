"""Where use cases are handed in: at a service in memory, or at one on a real database."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.identity.actor import Actor
from tests.support.saga.store import Store
from tests.support.saga.transaction import Transaction

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine that waits for nothing comes to, without an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits for something that only an event loop could give")


class Counter(Protocol):
    """What the people of the saga need of a service."""

    def carry_out(self, use_case: Any, command: Any, *, actor: Actor | None = None) -> Any:
        """Carry a command out in a transaction of its own; what happens by itself has no actor."""
        ...

    def all_of(self, kind: type[T]) -> list[T]:
        """Return what is committed of a kind, oldest first."""
        ...


@dataclass(frozen=True)
class MemoryCounter:
    """A service in memory."""

    store: Store
    clock: Callable[[], datetime]
    unit_of_work: Callable[[Store], Transaction]

    def carry_out(self, use_case: Any, command: Any, *, actor: Actor | None = None) -> Any:
        """Carry a command out."""
        given = {} if actor is None else {"actor": actor}
        return finished(use_case(command, uow=self.unit_of_work(self.store), clock=self.clock, **given))

    def all_of(self, kind: type[T]) -> list[T]:
        """Return what is committed."""
        return list(self.store.all_of(kind).values())

"""What every broker of the test suite can do, however it is run."""

from typing import Protocol


class Broker(Protocol):
    """A Kafka-protocol broker of one node, which is ready for clients when `start` or `restart` returns.

    Its methods block for up to some seconds: beside a running event loop, call them by `asyncio.to_thread`.
    """

    @property
    def kind(self) -> str:
        """The name under which the suite reports it."""
        ...

    @property
    def bootstrap(self) -> str:
        """The address for clients, as host and port; the same before and after a restart."""
        ...

    @property
    def supports_idempotent_producer(self) -> bool:
        """Whether it answers InitProducerId, without which neither idempotence nor transactions work."""
        ...

    @property
    def keeps_data(self) -> bool:
        """Whether topics, messages and committed offsets are there again after a restart."""
        ...

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        ...

    def start(self) -> None:
        """Start it, on what it kept if there is anything."""
        ...

    def stop(self) -> None:
        """Stop it in good order."""
        ...

    def kill(self) -> None:
        """End it at once, as a crash would."""
        ...

    def wipe(self) -> None:
        """Forget all it kept; only while it is stopped."""
        ...

    def close(self) -> None:
        """End it and leave nothing of it on the machine."""
        ...


def restart(broker: Broker, *, wiped: bool = False, crashing: bool = False) -> None:
    """End a broker, in good order or by a crash, and start it again, with its data or without."""
    if crashing:
        broker.kill()
    else:
        broker.stop()
    if wiped:
        broker.wipe()
    broker.start()

"""The relay's figures: the proof that nothing accepted is waiting for ever."""

from dataclasses import dataclass
from typing import Self

from prometheus_client import CollectorRegistry, Counter, Gauge

from shared.messaging.outbox_rows import Backlog


@dataclass(frozen=True)
class RelayMetrics:
    """Counters and gauges named `<service>_outbox_*` and `<service>_relay_*`."""

    published: Counter
    refused: Counter
    unreachable: Counter
    leader: Gauge
    unpublished: Gauge
    oldest_seconds: Gauge
    parked: Gauge

    @classmethod
    def registered(cls, service: str, registry: CollectorRegistry) -> Self:
        """Register the figures of one service."""
        return cls(
            Counter(f"{service}_outbox_published_rows", "Rows the bus acknowledged", registry=registry),
            Counter(f"{service}_outbox_refused_rows", "Rows the bus refused, per try", registry=registry),
            Counter(f"{service}_relay_unreachable_waves", "Waves that met no bus", registry=registry),
            Gauge(f"{service}_relay_leader_count", "1 where this process leads", registry=registry),
            Gauge(f"{service}_outbox_unpublished_rows", "Rows not yet published", registry=registry),
            Gauge(
                f"{service}_outbox_oldest_unpublished_seconds",
                "Age of the oldest unpublished row",
                registry=registry,
            ),
            Gauge(f"{service}_outbox_parked_rows", "Rows waiting for an operator", registry=registry),
        )

    @classmethod
    def unregistered(cls, service: str) -> Self:
        """Make figures that nobody reads, for a relay run on its own."""
        return cls.registered(service, CollectorRegistry())

    def report(self, backlog: Backlog) -> None:
        """Show the outbox's backlog."""
        self.unpublished.set(backlog.unpublished)
        self.oldest_seconds.set(backlog.oldest_seconds)
        self.parked.set(backlog.parked)

"""The worker's figures: applied, duplicated, skipped, buried, how far behind, and how old events are when applied."""

from dataclasses import dataclass
from typing import Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.clock import system_clock
from shared.events.envelope import event_time_of
from shared.messaging.bus import IncomingRecord
from shared.messaging.processing import Applied


@dataclass(frozen=True)
class WorkerMetrics:
    """Counters and gauges named `<service>_events_*`."""

    events: Counter
    failures: Counter
    lag: Gauge
    last_turn: Gauge
    age: Histogram

    @classmethod
    def registered(cls, service: str, registry: CollectorRegistry) -> Self:
        """Register the figures of one service."""
        return cls(
            Counter(f"{service}_events_handled_count", "Records by result", ["result"], registry=registry),
            Counter(f"{service}_events_failed_count", "Tries that failed and were put back", registry=registry),
            Gauge(f"{service}_events_lag_records", "Records not yet read", registry=registry),
            Gauge(f"{service}_worker_last_turn_seconds", "When the worker's loop last turned", registry=registry),
            Histogram(
                f"{service}_event_age_seconds",
                "From what happened to its effects here, end to end",
                registry=registry,
                buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300, 3600),
            ),
        )

    @classmethod
    def unregistered(cls, service: str) -> Self:
        """Make figures that nobody reads, for a worker run on its own."""
        return cls.registered(service, CollectorRegistry())

    def count(self, applied: Applied, record: IncomingRecord) -> None:
        """Count one record's result, and how long ago it happened."""
        self.events.labels(result=applied.value).inc()
        if applied is Applied.APPLIED:
            happened_at = event_time_of(record.headers)
            since = record.timestamp if happened_at is None else happened_at.timestamp()
            self.age.observe(max(0.0, system_clock().timestamp() - since))

    def turned(self) -> None:
        """Note that the loop turned, in seconds since the epoch."""
        self.last_turn.set(system_clock().timestamp())

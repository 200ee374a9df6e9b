"""The worker's figures: applied, duplicated, skipped, buried, how far behind, and how old events are when applied."""

from dataclasses import dataclass
from typing import Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.clock import system_clock
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
            Gauge(
                f"{service}_worker_last_turn_seconds",
                "Loop time of the worker's last turn",
                registry=registry,
            ),
            Histogram(
                f"{service}_event_age_seconds",
                "Age of a record when its effects were committed",
                registry=registry,
                buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300, 3600),
            ),
        )

    @classmethod
    def unregistered(cls, service: str) -> Self:
        """Make figures that nobody reads, for a worker run on its own."""
        return cls.registered(service, CollectorRegistry())

    def count(self, applied: Applied, record: IncomingRecord) -> None:
        """Count one record's result and the record's age."""
        self.events.labels(result=applied.value).inc()
        if applied is Applied.APPLIED:
            self.age.observe(max(0.0, system_clock().timestamp() - record.timestamp))

    def turned(self, at: float) -> None:
        """Note that the loop turned."""
        self.last_turn.set(at)

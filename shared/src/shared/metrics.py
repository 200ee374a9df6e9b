"""Prometheus figures of one service, named `<service>_<thing>_<unit>`, with labels that cannot grow without bound."""

import re
from collections.abc import Sequence
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_PART: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_UNBOUNDED_LABELS: Final = frozenset(
    {"actor", "correlation_id", "email", "id", "key", "path", "query", "subject", "trace_id", "url", "user"}
)

REQUEST_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds, in seconds, of the buckets in which request durations are counted."""


class ServiceMetrics:
    """The figures of one service; a name or label that breaks the rule raises ValueError where it is declared.

    Each instance has a registry of its own, so that several applications can live in one process; `exposition`
    adds the process-wide registry, where libraries and `shared.identity` put theirs.
    """

    def __init__(self, service: str, *, registry: CollectorRegistry | None = None) -> None:
        self.service = _checked(service)
        self.registry = CollectorRegistry() if registry is None else registry

    def counter(self, thing: str, meaning: str, *, labels: Sequence[str] = ()) -> Counter:
        """Declare `<service>_<thing>_total`, which only grows."""
        return Counter(self._name(thing, "total"), meaning, _bounded(labels), registry=self.registry)

    def gauge(self, thing: str, unit: str, meaning: str, *, labels: Sequence[str] = ()) -> Gauge:
        """Declare `<service>_<thing>_<unit>`, a value that rises and falls."""
        return Gauge(self._name(thing, unit), meaning, _bounded(labels), registry=self.registry)

    def histogram(
        self,
        thing: str,
        unit: str,
        meaning: str,
        *,
        labels: Sequence[str] = (),
        buckets: Sequence[float] = REQUEST_SECONDS,
    ) -> Histogram:
        """Declare `<service>_<thing>_<unit>`, a distribution over buckets with these upper bounds."""
        return Histogram(self._name(thing, unit), meaning, _bounded(labels), registry=self.registry, buckets=buckets)

    def exposition(self) -> bytes:
        """Return every figure of this service and of the process, in the Prometheus text format."""
        own = generate_latest(self.registry)
        return own if self.registry is REGISTRY else own + generate_latest(REGISTRY)

    def _name(self, thing: str, unit: str) -> str:
        return f"{self.service}_{_checked(thing)}_{_checked(unit)}"


def _checked(part: str) -> str:
    if not _PART.fullmatch(part):
        raise ValueError(f"{part!r} is not a lower-case snake_case part of a metric name")
    return part


def _bounded(labels: Sequence[str]) -> Sequence[str]:
    for label in labels:
        if label in _UNBOUNDED_LABELS or label.endswith("_id"):
            raise ValueError(f"the label {label!r} would make one time series per value")
    return labels

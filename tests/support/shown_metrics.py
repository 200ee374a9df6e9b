"""Every figure that the three services show, as their own wiring registers them, with the labels of each."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry

from shared.service.process import lay_foundation, make_app
from tests.support.http_service import service_settings
from tests.support.service_definitions import SERVICES

_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}


@cache
def shown_metrics() -> Mapping[str, frozenset[str]]:
    """Return the names under which figures can be asked for, each with its labels; nothing is connected."""
    shown: dict[str, frozenset[str]] = dict(_of_registry(REGISTRY))
    for name, service in SERVICES.items():
        foundation = lay_foundation(service, service_settings(service_name=name))
        service.work(foundation)
        # The HTTP middleware registers its figures when the application is first built.
        make_app(service, foundation).build_middleware_stack()
        shown |= _of_registry(foundation.metrics.registry)
    return shown


def _of_registry(registry: CollectorRegistry) -> dict[str, frozenset[str]]:
    collectors: dict[Any, list[str]] = registry._collector_to_names
    found: dict[str, frozenset[str]] = {}
    for collector in collectors:
        labels = frozenset(getattr(collector, "_labelnames", ()))
        for family in collector.collect():
            for suffix in _SUFFIXES.get(family.type, ("",)):
                more = {"le"} if suffix == "_bucket" else set[str]()
                found[f"{family.name}{suffix}"] = labels | more
    return found

import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from time import perf_counter

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind
from pydantic import ValidationError

from shared.service.tracing import traces_of
from shared.settings_traces import TraceSettings
from shared.traces import exporting
from shared.traces.spans import is_tracing, span
from tests.support.processes import run
from tests.support.waiting import wait_until


class StuckExporter(SpanExporter):
    """A collector that takes the first batch and does not answer until it is let go."""

    def __init__(self) -> None:
        self.reached, self.let_go = threading.Event(), threading.Event()
        self.taken = 0

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Hold the batch."""
        self.reached.set()
        self.let_go.wait(30)
        self.taken += len(spans)
        return SpanExportResult.SUCCESS


@pytest.fixture
def quiet() -> Iterator[None]:
    """Keep what the library says of spans that it drops out of the run's output."""
    logger = logging.getLogger("opentelemetry")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@pytest.mark.usefixtures("quiet")
def test_a_collector_that_hangs_delays_nothing_and_its_queue_is_bounded() -> None:
    collector = StuckExporter()
    made = exporting.QUEUE_SPANS * 3
    with exporting.exporting(exporting.provider_of("needs", "api", 1.0), collector):
        slowest = 0.0
        for _ in range(made):
            began = perf_counter()
            with span("GET /v1/needs", SpanKind.SERVER):
                pass
            slowest = max(slowest, perf_counter() - began)
        wait_until(collector.reached.is_set, what="the collector is asked")
        collector.let_go.set()
    assert slowest < 5
    assert collector.taken <= exporting.QUEUE_SPANS + exporting.BATCH_SPANS
    assert not is_tracing()


@pytest.mark.usefixtures("quiet")
def test_a_collector_that_is_away_costs_nothing_but_the_traces_and_a_bounded_end() -> None:
    settings = TraceSettings(otlp_endpoint="http://127.0.0.1:9/")
    with traces_of("needs", "api", settings):
        assert is_tracing()
        for _ in range(10):
            with span("GET /v1/needs", SpanKind.SERVER):
                pass
        began = perf_counter()
    assert perf_counter() - began < exporting.EXPORT_SECONDS * 3
    assert not is_tracing()


@pytest.mark.parametrize("given", [None, ""])
def test_without_an_endpoint_there_are_no_spans_and_nothing_of_them_is_loaded(given: str | None) -> None:
    with traces_of("needs", "api", TraceSettings(otlp_endpoint=given)):
        assert not is_tracing()
    command = "import sys, needs.main; sys.exit('opentelemetry.sdk' in sys.modules)"
    run([sys.executable, "-c", command])


@pytest.mark.parametrize("given", ["collector:4318", "grpc://collector:4317"])
def test_an_endpoint_that_is_no_address_stops_the_start(given: str) -> None:
    with pytest.raises(ValidationError, match="otlp_endpoint"):
        TraceSettings(otlp_endpoint=given)

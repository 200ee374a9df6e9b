"""Where spans go: to a collector over OTLP/HTTP, by a thread of its own that nothing ever waits for.

Spans wait in a queue that holds 2,048 and drops what comes after; a collector that is away costs traces, nothing else.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased

from shared.traces.spans import traced_by

QUEUE_SPANS: Final = 2048
BATCH_SPANS: Final = 512
EVERY_MILLISECONDS: Final = 1000
EXPORT_SECONDS: Final = 3
"""How long one batch may take, repeats included; so long at most the end of the process waits for the last one."""


def collector_at(endpoint: str) -> SpanExporter:
    """Return what sends spans to the collector at this base address (`http://collector:4318`)."""
    return OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=EXPORT_SECONDS)


def provider_of(service: str, part: str, ratio: float) -> TracerProvider:
    """Return the maker of one process's spans.

    The trace's id alone decides whether it is kept, so that all services decide alike and no caller decides for them.
    """
    resource = Resource.create({"service.namespace": "accord", "service.name": service, "accord.part": part})
    return TracerProvider(sampler=TraceIdRatioBased(ratio), resource=resource, shutdown_on_exit=False)


@contextmanager
def exporting(provider: TracerProvider, exporter: SpanExporter) -> Generator[None]:
    """Send the spans made inside the block, the last ones at its end."""
    provider.add_span_processor(
        BatchSpanProcessor(exporter, QUEUE_SPANS, EVERY_MILLISECONDS, max_export_batch_size=BATCH_SPANS)
    )
    try:
        with traced_by(provider):
            yield
    finally:
        provider.shutdown()

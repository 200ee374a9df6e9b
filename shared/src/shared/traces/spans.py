"""Spans made by hand at the seams of the delivery path; where a process sends no traces, they cost nothing.

A span carries names from closed lists, ids and coordinates: no path, query, text or error message ever.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

from opentelemetry.context import Context
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, StatusCode, Tracer, TracerProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

Attributes = Mapping[str, str | int]

_READER: Final = TraceContextTextMapPropagator()


class _Destination:
    """Holds this process's tracer. The library's global one stays unset, or FastAPI would add spans with queries."""

    tracer: Tracer | None = None


def is_tracing() -> bool:
    """Whether this process makes spans."""
    return _Destination.tracer is not None


@contextmanager
def traced_by(provider: TracerProvider) -> Generator[None]:
    """Give the spans made inside the block to this provider."""
    before, _Destination.tracer = _Destination.tracer, provider.get_tracer("accord")
    try:
        yield
    finally:
        _Destination.tracer = before


@contextmanager
def span(
    name: str, kind: SpanKind, attributes: Attributes | None = None, *, parent: str | None = None
) -> Generator[Span]:
    """Open a span below the `traceparent`, or below the present one; an exception marks it by its class alone."""
    tracer = _Destination.tracer
    if tracer is None:
        yield INVALID_SPAN
        return
    with tracer.start_as_current_span(
        name, _below(parent), kind, attributes, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield opened
        except Exception as error:
            failed(opened, type(error).__name__)
            raise


def begun(name: str, kind: SpanKind, attributes: Attributes, *, parent: str) -> Span:
    """Return a span that the caller ends, and that is nobody's present one."""
    tracer = _Destination.tracer
    return INVALID_SPAN if tracer is None else tracer.start_span(name, _below(parent), kind, attributes)


def failed(opened: Span, kind: str) -> None:
    """Mark a span as failed, by a word that says in what way."""
    opened.set_attribute("error.type", kind)
    opened.set_status(StatusCode.ERROR)


def _below(traceparent: str | None) -> Context | None:
    return None if traceparent is None else _READER.extract({"traceparent": traceparent}, Context())

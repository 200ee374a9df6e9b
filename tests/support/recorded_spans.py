"""Spans kept in memory, as a test asks for them, and a provider that keeps them."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.traces.exporting import provider_of
from shared.traces.spans import traced_by


@dataclass(frozen=True)
class RecordedSpans:
    """The spans that ended."""

    exporter: InMemorySpanExporter = field(default_factory=InMemorySpanExporter)

    @property
    def all(self) -> list[ReadableSpan]:
        """All spans, in the order in which they ended."""
        return list(self.exporter.get_finished_spans())

    def one(self, name: str) -> ReadableSpan:
        """The one span of this name."""
        [found] = [each for each in self.all if each.name == name]
        return found

    def names(self) -> list[str]:
        """The names, in the order in which the spans ended."""
        return [each.name for each in self.all]


@contextmanager
def recorded_spans(ratio: float = 1.0) -> Generator[RecordedSpans]:
    """Record every span that is made in the block."""
    spans = RecordedSpans()
    provider = provider_of("needs", "all", ratio)
    provider.add_span_processor(SimpleSpanProcessor(spans.exporter))
    with traced_by(provider):
        yield spans
    provider.shutdown()


def is_below(child: ReadableSpan, parent: ReadableSpan) -> bool:
    """Whether a span hangs directly below another."""
    assert parent.context is not None
    return child.parent is not None and child.parent.span_id == parent.context.span_id

"""A collector in little, on loopback: takes spans over OTLP/HTTP, and publishes the keys of a token forge beside."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

JWKS_PATH = "/jwks"


@dataclass(frozen=True)
class CollectedSpan:
    """A span as it arrived: who made it, and the ids as hexadecimal text."""

    service: str
    part: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    attributes: dict[str, str]
    raw: str


class Collector:
    """Every span that arrived so far."""

    def __init__(self) -> None:
        self._spans: list[CollectedSpan] = []
        self._lock = threading.Lock()
        self.url = ""

    def take(self, body: bytes) -> None:
        """Read one request."""
        request = ExportTraceServiceRequest.FromString(body)
        with self._lock:
            for resource_spans in request.resource_spans:
                made_by = _plain(resource_spans.resource.attributes)
                for scope_spans in resource_spans.scope_spans:
                    self._spans += [_collected(each, made_by) for each in scope_spans.spans]

    def trace(self, trace_id: str) -> list[CollectedSpan]:
        """Return the spans of one trace, in the order in which they arrived."""
        with self._lock:
            return [each for each in self._spans if each.trace_id == trace_id]


@contextmanager
def collecting(key_set: dict[str, Any]) -> Generator[Collector]:
    """Listen on a port of loopback."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(b"", "application/x-protobuf")

        def do_GET(self) -> None:
            self._answer(json.dumps(key_set).encode(), "application/json")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
            del format, args

        def _answer(self, body: bytes, content_type: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.url = f"http://127.0.0.1:{server.server_port}"
    listening = threading.Thread(target=server.serve_forever, daemon=True)
    listening.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        listening.join()


def _collected(span: Any, made_by: dict[str, str]) -> CollectedSpan:
    return CollectedSpan(
        service=made_by["service.name"],
        part=made_by["accord.part"],
        name=span.name,
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        attributes=_plain(span.attributes),
        raw=str(span),
    )


def _plain(attributes: Any) -> dict[str, str]:
    given: list[KeyValue] = list(attributes)
    return {each.key: each.value.string_value or str(each.value.int_value) for each in given}

"""The middleware that refuses work beyond what one process can do, at once and honestly, instead of queueing it."""

from typing import Final

from prometheus_client import Counter, Gauge
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import Unavailable
from shared.metrics import ServiceMetrics

UNLIMITED_PATHS: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Answered even under overload, or the platform would kill a process for being busy."""

MOST_IN_FLIGHT: Final = 200
"""How many requests are worked on at once unless the service says otherwise."""


class InFlightLimit:
    """Answers 503 with Retry-After while `most` requests are being worked on.

    An open stream of server-sent events is not work in flight: it gives its place back when its answer begins.
    """

    def __init__(self, app: ASGIApp, *, most: int, metrics: ServiceMetrics) -> None:
        self._app = app
        self._most = most
        self._in_flight = 0
        self._gauge: Gauge = metrics.gauge("http_in_flight", "requests", "Requests being worked on.")
        self._refused: Counter = metrics.counter("http_overload_refusals", "Requests refused with 503 for load.")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED_PATHS:
            await self._app(scope, receive, send)
            return
        if self._in_flight >= self._most:
            self._refused.inc()
            raise Unavailable("The service has as much work as it can do; try again shortly.", retry_after=1)
        is_counted = True
        self._change(1)

        def leave() -> None:
            nonlocal is_counted
            if is_counted:
                is_counted = False
                self._change(-1)

        async def send_and_leave(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_stream(message):
                leave()
            await send(message)

        try:
            await self._app(scope, receive, send_and_leave)
        finally:
            leave()

    def _change(self, by: int) -> None:
        self._in_flight += by
        self._gauge.set(self._in_flight)


def _is_stream(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream")

"""What one process takes on at once: beyond it requests are refused, at once and honestly, instead of being queued."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import structlog
from prometheus_client import Counter, Gauge
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import Unavailable
from shared.metrics import ServiceMetrics
from shared.seldom import Seldom

UNLIMITED_PATHS: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Answered even under overload, or the platform would kill a process for being busy."""

MOST_IN_FLIGHT: Final = 200
"""How many requests may be there at once, those among them whose bodies are still on their way."""

MOST_AT_WORK: Final = 50
"""How many are worked on at once, so that none of them waits long for its turn; a few for each pooled connection."""

RETRY_AFTER_SECONDS: Final = 1

SAID: Final = "The service has as much work as it can do; try again shortly."
"""The detail of every refusal for load."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Places:
    """So many, and no more; a gauge shows how many are taken."""

    def __init__(self, most: int, gauge: Gauge) -> None:
        self._most = most
        self._taken = 0
        # Read when somebody asks for the figures, instead of being written at every request.
        gauge.set_function(lambda: self._taken)

    @property
    def are_taken(self) -> bool:
        """Whether none is left."""
        return self.are_taken_with(0)

    def are_taken_with(self, more: int) -> bool:
        """Whether none is left once so many more are taken."""
        return self._taken + more >= self._most

    def change(self, by: int) -> None:
        """Take places, or give them back."""
        self._taken += by


class Load:
    """The places of one process, for requests in it and among these for requests at work, and the refusals."""

    def __init__(self, *, in_flight: int, at_work: int, metrics: ServiceMetrics) -> None:
        self.in_flight = Places(in_flight, metrics.gauge("http_in_flight", "requests", "Requests that are there."))
        self.at_work = Places(at_work, metrics.gauge("http_at_work", "requests", "Requests being worked on."))
        self._refused: Counter = metrics.counter("http_overload_refusals", "Requests refused with 503 for load.")
        self._seldom = Seldom()
        self._coming = 0

    @property
    def is_full(self) -> bool:
        """Whether another request would be refused."""
        return self.at_work.are_taken_with(self._coming) or self.in_flight.are_taken_with(self._coming)

    def comes(self) -> None:
        """Note a request that will ask for a place in this turn of the event loop, as many others may."""
        self._coming += 1

    def has_come(self) -> None:
        """Note that it has asked."""
        self._coming -= 1

    def refused(self) -> None:
        """Count a refusal; that there are any is logged once a second."""
        self._refused.inc()
        if count := self._seldom.count():
            _log.warning("overloaded", refused=count)


class PlaceLimit:
    """Answers 503 with Retry-After while all of these places are taken.

    An open stream of server-sent events is not work in flight: it gives its place back when its answer begins.
    """

    def __init__(self, app: ASGIApp, *, places: Places, load: Load) -> None:
        self._app = app
        self._places = places
        self._load = load

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED_PATHS:
            await self._app(scope, receive, send)
            return
        if self._places.are_taken:
            self._load.refused()
            raise Unavailable(SAID, retry_after=RETRY_AFTER_SECONDS)
        with _place(self._places) as place:

            async def send_and_leave(message: Message) -> None:
                if message["type"] == "http.response.start" and _is_stream(message):
                    place.leave()
                await send(message)

            await self._app(scope, receive, send_and_leave)


class _Place:
    def __init__(self, places: Places) -> None:
        self._places: Places | None = places
        places.change(1)

    def leave(self) -> None:
        places, self._places = self._places, None
        if places is not None:
            places.change(-1)


@contextmanager
def _place(places: Places) -> Generator[_Place]:
    place = _Place(places)
    try:
        yield place
    finally:
        place.leave()


def _is_stream(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream")

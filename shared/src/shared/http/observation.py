"""The middleware that counts, times and logs every request by its route, without paths, queries or bodies."""

from time import perf_counter
from typing import Final

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import PROBLEM_CODE_KEY
from shared.http.route_templates import UNMATCHED, RouteTemplates
from shared.metrics import ServiceMetrics

QUIET_PATHS: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked every few seconds by machines: counted, but logged only when they fail."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLIENT_GONE: Final = 499  # what proxies write for a caller that left before the answer began
_FAILED: Final = 500

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def known_method(scope: Scope) -> str:
    """Return the request's method, or OTHER for one that nobody defined: it is a label and a span's name."""
    return scope["method"] if scope["method"] in _METHODS else "OTHER"


class ObservationMiddleware:
    """Keeps `<service>_http_requests_total` and `<service>_http_request_duration_seconds`; logs `http_request`."""

    def __init__(self, app: ASGIApp, *, metrics: ServiceMetrics) -> None:
        self._app = app
        self._templates = RouteTemplates()
        labels = ("method", "route", "status")
        self._requests: Counter = metrics.counter("http_requests", "Requests answered.", labels=labels)
        self._seconds: Histogram = metrics.histogram(
            "http_request_duration", "seconds", "Time from request to the end of the answer.", labels=labels[:2]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status: int | None = None

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = perf_counter()
        try:
            await self._app(scope, receive, note_status)
        except Exception:
            status = status or _FAILED
            raise
        finally:
            self._record(scope, status or _CLIENT_GONE, perf_counter() - began)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = self._templates.of(scope) if "app" in scope else UNMATCHED
        method = known_method(scope)
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)
        if route in QUIET_PATHS and status < _FAILED:
            return
        problem = {"problem": scope[PROBLEM_CODE_KEY]} if PROBLEM_CODE_KEY in scope else {}
        _log.info(
            "http_request",
            method=method,
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 1),
            **problem,
        )

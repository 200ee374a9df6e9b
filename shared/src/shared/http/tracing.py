"""The middleware that makes each request a span, named by its route, in the trace that its caller named."""

from typing import Final

from opentelemetry.trace import Span, SpanKind
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.observation import QUIET_PATHS, known_method
from shared.http.route_templates import UNMATCHED, RouteTemplates
from shared.logs import current_traceparent
from shared.traces.spans import failed, is_tracing, span

_FAILED: Final = 500


class TracingMiddleware:
    """Stands inside CorrelationMiddleware, which checked the caller's `traceparent`; probes make no spans."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._templates = RouteTemplates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or not is_tracing() or scope["path"] in QUIET_PATHS:
            await self._app(scope, receive, send)
            return
        with span("HTTP", SpanKind.SERVER, parent=current_traceparent()) as opened:

            async def note_status(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note(opened, message["status"])
                await send(message)

            try:
                await self._app(scope, receive, note_status)
            finally:
                self._name(opened, scope)

    def _name(self, opened: Span, scope: Scope) -> None:
        route = self._templates.of(scope) if "app" in scope else UNMATCHED
        method = known_method(scope)
        opened.update_name(f"{method} {route}")
        opened.set_attributes({"http.request.method": method, "http.route": route})


def _note(opened: Span, status: int) -> None:
    opened.set_attribute("http.response.status_code", status)
    if status >= _FAILED:
        failed(opened, str(status))

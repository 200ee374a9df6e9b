"""The middleware that gives every request an id, so that one request can be followed through logs and services."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.logs import correlated

CORRELATION_HEADER = "X-Correlation-Id"
"""Carries the id, from the caller if it is sane, and always back to the caller."""


class CorrelationMiddleware:
    """Binds the correlation id and a valid `traceparent` to all that is done for the request, and echoes the id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with correlated(headers.get(CORRELATION_HEADER), headers.get("traceparent")) as correlation_id:

            async def send_with_id(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message)[CORRELATION_HEADER] = correlation_id
                await send(message)

            await self._app(scope, receive, send_with_id)

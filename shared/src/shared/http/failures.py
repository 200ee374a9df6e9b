"""The middleware in which every exception of a request ends, so that each is answered by the same document."""

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import ProblemWriter

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class ProblemMiddleware:
    """Answers exceptions of the application and of the middlewares inside it.

    Starlette would answer a 500 outside all middlewares, without correlation id, security headers or figures. An
    exception after the answer has begun is logged and passed on, so that the server breaks the connection off
    instead of ending a truncated body properly.
    """

    def __init__(self, app: ASGIApp, *, writer: ProblemWriter) -> None:
        self._app = app
        self._writer = writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def note_beginning(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, note_beginning)
        except ClientDisconnect:
            _log.info("client_disconnected")
        except Exception as error:
            if has_begun:
                _log.exception("answer_broken_off")
                raise
            await self._writer.answer(error, scope)(scope, receive, send)

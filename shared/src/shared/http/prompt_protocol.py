"""uvicorn's HTTP protocol with an end to its patience, and one form for all refusals.

uvicorn waits for ever for the head of a request, and for the rest of a body whose request is already answered; some
thousand callers that send a byte now and then would hold every socket there is (Slowloris). How long a body may take
while its request is worked on is `shared.http.bodies`' part. What is no HTTP never reaches the application; uvicorn
would refuse it in plain text, without a header that tells a browser to leave it alone.
"""

import asyncio
import json
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.errors import Malformed
from shared.http.problem_types import PROBLEM_JSON
from shared.http.security_headers import SECURITY_HEADERS

HEAD_SECONDS: Final = 10.0
"""How long a head may take from the connection, or from its own first byte, to its end."""


class PromptProtocol(H11Protocol):
    """Closes a connection on which no request has been complete enough to be worked on for `head_seconds`."""

    head_seconds = HEAD_SECONDS

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] (as uvicorn's own)
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read on; what arrives while a head is awaited does not put its deadline off."""
        super().data_received(data)
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP with a problem document, and close the connection."""
        problem = {
            "type": f"/problems/{Malformed.code}",
            "title": Malformed.title,
            "status": 400,
            "detail": msg,
            "code": Malformed.code,
        }
        body = json.dumps(problem).encode()
        fields = {"Content-Type": PROBLEM_JSON, "Content-Length": str(len(body)), "Connection": "close"}
        head = h11.Response(status_code=400, headers=list((fields | SECURITY_HEADERS).items()), reason=b"Bad Request")
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if not self._awaits_its_caller():
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def _awaits_its_caller(self) -> bool:
        if self.conn.their_state is h11.IDLE:
            return True
        return self.conn.their_state is h11.SEND_BODY and self.cycle.response_complete

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self._awaits_its_caller():
            self.transport.abort()

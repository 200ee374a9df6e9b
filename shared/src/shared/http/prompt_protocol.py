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
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.errors import Malformed
from shared.http.load import Load
from shared.http.problem_types import PROBLEM_JSON
from shared.http.security_headers import SECURITY_HEADERS
from shared.http.stalled_readers import READER_SECONDS, ReaderWatch
from shared.http.turning_away import turned_away

HEAD_SECONDS: Final = 10.0
"""How long a head may take from the connection, or from its own first byte, to its end."""


class PromptProtocol(H11Protocol):
    """Closes a connection on which no request has been complete enough to be worked on for `head_seconds`.

    While the `load` is full, a request is refused without taking it apart.
    """

    head_seconds = HEAD_SECONDS
    reader_seconds = READER_SECONDS
    load: Load | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._reader: ReaderWatch | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] (as uvicorn's own)
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._reader = ReaderWatch(self.loop, transport, self.reader_seconds)
        self._watch()

    def pause_writing(self) -> None:
        """Have whoever sends wait, and the caller not too long."""
        super().pause_writing()
        if self._reader is not None:
            self._reader.begin()

    def resume_writing(self) -> None:
        """Have whoever sends go on, for the caller reads."""
        super().resume_writing()
        if self._reader is not None:
            self._reader.end()

    def data_received(self, data: bytes) -> None:
        """Read on; what arrives while a head is awaited does not put its deadline off."""
        if self._turned_away(data):
            return
        former = self.cycle
        super().data_received(data)
        if self.load is not None and self.cycle is not former:
            self.load.comes()
            # Called after the first step of the request, in which it takes its place.
            self.loop.call_soon(self.load.has_come)
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
        if self._reader is not None:
            self._reader.end()
        super().connection_lost(exc)

    def _turned_away(self, data: bytes) -> bool:
        if self.load is None or not self.load.is_full or not self._is_between_requests():
            return False
        refusal = turned_away(data)
        if refusal is None:
            return False
        self.load.refused()
        self._unset_keepalive_if_required()
        self.transport.write(refusal)
        self.transport.close()
        return True

    def _is_between_requests(self) -> bool:
        begun, _ = self.conn.trailing_data
        return self.conn.their_state is h11.IDLE and not begun

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


def protocol_of(app: FastAPI) -> type[PromptProtocol]:
    """Return the protocol for this application's connections, which knows its load."""

    class KnowingItsLoad(PromptProtocol):
        load = app.state.load

    return KnowingItsLoad

"""The gate that every request body passes: bounded in size and time, and strict JSON where it is JSON."""

import asyncio
from dataclasses import dataclass
from email.message import Message as MimeMessage
from functools import lru_cache
from math import inf
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import Malformed
from shared.http.refusals import ContentTooLarge, HeadTooLarge, RequestTimeout, TwoLengths, UnsupportedCoding
from shared.http.strict_json import MAX_DEPTH, parse_strictly

_MOST_LENGTH_DIGITS: Final = 15
_MOST_HEAD_BYTES: Final = 32 * 1024  # a token has 8 KiB at most


@dataclass(frozen=True)
class BodyLimits:
    """How much of a body is taken: bytes, levels of nesting, and seconds for it to arrive."""

    size_bytes: int = 1024 * 1024
    depth: int = MAX_DEPTH
    seconds: float = 30.0


class BodyGate:
    """Refuses bodies too large (413), too slow (408), compressed (415), of two lengths or not strict JSON (400).

    A JSON body is read here in whole and handed on as it came; another body is counted as the route reads it.
    """

    def __init__(self, app: ASGIApp, *, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http":
            _refuse_null_characters(scope)
            _refuse_large_head(scope)
            _refuse_two_lengths(Headers(scope=scope))
            receive = await self._guarded(Headers(scope=scope), receive)
        await self._app(scope, receive, send)

    async def _guarded(self, headers: Headers, receive: Receive) -> Receive:
        if _declared_size(headers) > self._limits.size_bytes:
            raise ContentTooLarge(self._limits.size_bytes)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise UnsupportedCoding
        counted = self._counted(receive)
        if not is_json(headers.get("content-type")):
            return counted
        body = await self._read(counted)
        if body:
            parse_strictly(body, max_depth=self._limits.depth)
        return _replayed(body, receive)

    def _counted(self, receive: Receive) -> Receive:
        size = 0
        # None once the body is there: what is awaited then is the caller's going, which may take its time.
        until: float | None = asyncio.get_running_loop().time() + self._limits.seconds

        async def receive_counting() -> Message:
            nonlocal size, until
            message = await self._in_time(receive, until)
            if not message.get("more_body", False):
                until = None
            size += len(message.get("body", b""))
            if size > self._limits.size_bytes:
                raise ContentTooLarge(self._limits.size_bytes)
            return message

        return receive_counting

    async def _in_time(self, receive: Receive, until: float | None) -> Message:
        try:
            async with asyncio.timeout_at(until):
                return await receive()
        except TimeoutError as error:
            raise RequestTimeout(self._limits.seconds) from error

    async def _read(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            chunks.append(message.get("body", b""))
            if not message.get("more_body", False):
                return b"".join(chunks)


@lru_cache(maxsize=64)
def is_json(content_type: str | None) -> bool:
    """Whether a Content-Type is `application/json` or `application/*+json`, whatever its parameters."""
    if not content_type:
        return False
    header = MimeMessage()
    header["content-type"] = content_type
    subtype = header.get_content_subtype()
    return header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))


def _declared_size(headers: Headers) -> float:
    declared = headers.get("content-length", "0")
    if not declared.isdecimal():
        return 0
    return int(declared) if len(declared) <= _MOST_LENGTH_DIGITS else inf


def _replayed(body: bytes, receive: Receive) -> Receive:
    is_given = False

    async def receive_again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _refuse_null_characters(scope: Scope) -> None:
    """Refuse U+0000 in path and query: PostgreSQL cannot hold it, so it can name nothing."""
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise Malformed("The address holds U+0000, which no record can.")


def _refuse_two_lengths(headers: Headers) -> None:
    """Refuse a body said to be chunked and of a length: what a proxy took for its rest would be the next request here.

    RFC 9112, section 6.1, has the connection closed at least; h11 goes by the chunks and reads on.
    """
    if "transfer-encoding" in headers and "content-length" in headers:
        raise TwoLengths


def _refuse_large_head(scope: Scope) -> None:
    """Refuse a head that no honest caller sends; uvicorn stops reading one only at what the socket gives at once."""
    size = len(scope.get("query_string", b"")) + sum(len(name) + len(value) for name, value in scope["headers"])
    if size > _MOST_HEAD_BYTES:
        raise HeadTooLarge(_MOST_HEAD_BYTES)

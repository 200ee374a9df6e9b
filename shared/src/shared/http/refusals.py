"""HTTP's own refusals of a request, before any route sees it, and the naming of a wrong parameter."""

from typing import Final, Literal

from starlette.exceptions import HTTPException

from shared.errors import Malformed

JSON: Final = "application/json"


class ContentTooLarge(HTTPException):
    """The body is larger than `limit` bytes (413)."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"The body may hold {limit} bytes at most.", {"Connection": "close"})


class HeadTooLarge(HTTPException):
    """Query and headers are larger than `limit` bytes together (431)."""

    def __init__(self, limit: int) -> None:
        super().__init__(431, f"Query and headers may hold {limit} bytes together at most.", {"Connection": "close"})


class TwoLengths(HTTPException):
    """The body is said to be chunked and to have a length (400), which two readers would end at different places."""

    def __init__(self) -> None:
        detail = "The body came with Content-Length and Transfer-Encoding; send one of them."
        super().__init__(400, detail, {"Connection": "close"})


class UnsupportedMediaType(HTTPException):
    """The body's media type or coding cannot be read here (415); Accept says what can (RFC 9110, 15.5.16)."""

    def __init__(self, given: str | None, *, accepted: str = JSON) -> None:
        came = f"as {given[:80]}" if given else "without a Content-Type"
        super().__init__(415, f"The body came {came}; send it as {accepted}.", {"Accept": accepted})


class UnsupportedCoding(HTTPException):
    """The body is compressed (415), which would let a small request become a large one."""

    def __init__(self) -> None:
        detail = "The body came with a Content-Encoding; send it as it is, without compression."
        super().__init__(415, detail, {"Accept-Encoding": "identity"})


class RequestTimeout(HTTPException):
    """The body did not arrive within `seconds` (408)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(408, f"The body did not arrive within {seconds:g} seconds.", {"Connection": "close"})


class TooManyRequests(HTTPException):
    """The actor, or the address, has asked as often as it may (429); after `retry_after` seconds there is room."""

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(429, f"{detail} Try again in {retry_after} s.", {"Retry-After": str(retry_after)})


def malformed_parameter(
    place: Literal["query", "path", "header"], name: str, detail: str, *, code: str = "invalid"
) -> Malformed:
    """Return a Malformed that names one parameter under `errors`."""
    return Malformed(f"{name}: {detail}", errors=[{"in": place, "parameter": name, "detail": detail, "code": code}])

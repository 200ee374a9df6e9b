"""The refusal that costs next to nothing: written before a request is taken apart, while there is no place for it.

Whoever sends ten times what can be served would else have the process do nothing but refuse: a refusal by the
application costs a tenth of what taking a need in does. What is no whole and plain request goes the long way.
"""

import json
import re
from typing import Final

from shared.errors import Unavailable
from shared.http.correlation import CORRELATION_HEADER
from shared.http.load import RETRY_AFTER_SECONDS, SAID, UNLIMITED_PATHS
from shared.http.problem_types import PROBLEM_JSON
from shared.http.security_headers import SECURITY_HEADERS
from shared.identifiers import new_id

_UNLIMITED: Final = tuple(
    f"{method} {path}{end}".encode() for method in ("GET", "HEAD") for path in UNLIMITED_PATHS for end in (" ", "?")
)
_TARGET: Final = re.compile(rb"[A-Z]{1,10} (/[!-~]{0,2000}) HTTP/1\.[01]\r\n")
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n", re.IGNORECASE)
_FIELDS: Final = {
    "Content-Type": PROBLEM_JSON,
    "Retry-After": str(RETRY_AFTER_SECONDS),
    "Connection": "close",
    **SECURITY_HEADERS,
}
_HEAD: Final = "".join(f"{name}: {value}\r\n" for name, value in _FIELDS.items())


def turned_away(data: bytes) -> bytes | None:
    """Return the answer to what came first on a connection, or None when the application has to answer it.

    The connection is to be closed with it, so that nobody need agree on where the request ends.
    """
    target = _TARGET.match(data)
    if target is None or data.startswith(_UNLIMITED) or not _is_whole(data):
        return None
    return _refusal(target[1].partition(b"?")[0].decode("ascii"), has_body=not data.startswith(b"HEAD "))


def _is_whole(data: bytes) -> bool:
    """Whether nothing seems to follow; a caller that is still sending would miss an answer that ends the connection."""
    end = data.find(b"\r\n\r\n")
    length = _LENGTH.search(data, 0, end + 2)
    return end >= 0 and len(data) - end - 4 == (int(length[1]) if length else 0)


def _refusal(path: str, *, has_body: bool) -> bytes:
    correlation_id = str(new_id())
    problem = {
        "type": f"/problems/{Unavailable.code}",
        "title": Unavailable.title,
        "status": 503,
        "detail": SAID,
        "instance": path,
        "code": Unavailable.code,
        "correlation_id": correlation_id,
    }
    body = json.dumps(problem)
    said = f"{CORRELATION_HEADER}: {correlation_id}\r\nContent-Length: {len(body)}\r\n"
    return f"HTTP/1.1 503 Service Unavailable\r\n{_HEAD}{said}\r\n{body if has_body else ''}".encode()

"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a creating POST that is sent twice creates once.

The stored answer is written in the transaction of what was created, so there is never one without the other; see
`shared.http.replays` for how a route uses it. Only success is stored: a refused request wrote nothing, and sending
it again asks again.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request
from pydantic.json_schema import SkipJsonSchema

from shared.errors import Conflict, InvalidInput
from shared.http.bodies import is_json
from shared.http.refusals import malformed_parameter
from shared.identity.actor import Actor

_HEADER: Final = "Idempotency-Key"
_ACCEPTABLE: Final = re.compile(r"[\x21-\x7e]{1,200}")


class IdempotencyKeyReused(InvalidInput):
    """The key came before with another body (422)."""

    code = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request"

    def __init__(self) -> None:
        detail = "This key came before with another body; use a fresh key for another request."
        super().__init__((), detail)
        self.extra = {"errors": [{"in": "header", "parameter": _HEADER, "detail": detail, "code": "reused"}]}


class IdempotencyKeyInUse(Conflict):
    """The first request with the key is still being handled (409)."""

    code = "idempotency-key-in-use"
    title = "A request with this Idempotency-Key is still being handled"

    def __init__(self) -> None:
        super().__init__("The first request with this key is still being handled; send it again in a moment.")


@dataclass(frozen=True)
class Claim:
    """One actor's use of one key for one operation, and the digest of what was sent with it."""

    subject: str
    operation: str
    key: str
    digest: str


@dataclass(frozen=True)
class Idempotency:
    """What a request says about its own repetition; `operation` is method and path, `digest` is SHA-256 in hex."""

    key: str | None
    operation: str
    digest: str

    def by(self, subject: str) -> Claim | None:
        """Return the account's claim, or None when no key was sent; keys of different accounts never meet."""
        return None if self.key is None else Claim(subject, self.operation, self.key, self.digest)

    def of(self, actor: Actor) -> Claim | None:
        """Return the actor's claim; an account that got another role or scope meets none of its former keys.

        So a stored answer is given to nobody who would not be allowed to ask for it now.
        """
        rights = [actor.role, actor.state, actor.organisation, sorted(actor.regions)]
        return replace(self, operation=f"{self.operation} as {digest_of(rights)[:16]}").by(actor.subject)


async def idempotency(
    request: Request,
    idempotency_key: Annotated[
        str | SkipJsonSchema[None],
        Header(
            alias=_HEADER,
            description="1 to 200 visible ASCII characters, fresh for each creation; repeat it to repeat the request "
            "safely within 24 hours.",
            examples=["018f2f6e-7c1c-7c6e-9d4e-0c5a3f1f9a11"],
        ),
    ] = None,
) -> Idempotency:
    """Read the Idempotency-Key, plain or as the quoted String of the draft; raise Malformed for a bad one."""
    if len(request.headers.getlist(_HEADER)) > 1:
        raise malformed_parameter("header", _HEADER, "Expected one key, not several.")
    key = None if idempotency_key is None else _unquoted(idempotency_key.strip())
    if key is not None and not _ACCEPTABLE.fullmatch(key):
        raise malformed_parameter("header", _HEADER, "Expected 1 to 200 visible ASCII characters.")
    digest = "" if key is None else await _digest_of_body(request)
    return Idempotency(key, f"{request.method} {request.url.path}", digest)


IdempotencyHeader = Annotated[Idempotency, Depends(idempotency)]
"""A route parameter of this type is what the request says about its repetition."""


def digest_of(document: Any) -> str:
    """Return the SHA-256, in hex, of a JSON document's canonical form: names sorted, no white space."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


async def _digest_of_body(request: Request) -> str:
    body = await request.body()
    if body and is_json(request.headers.get("content-type")):
        return digest_of(await request.json())
    return hashlib.sha256(body).hexdigest()


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value.startswith('"') and value.endswith('"')
    return value[1:-1] if is_quoted else value

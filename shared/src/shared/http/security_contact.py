"""Whom to tell of a weakness: `/.well-known/security.txt` (RFC 9116), as the operator has set it."""

from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.clock import Clock, system_clock
from shared.errors import NotFound

PATH: Final = "/.well-known/security.txt"
HOLDS_FOR: Final = timedelta(days=90)
"""How long a reader may take the answer for true; RFC 9116 advises less than a year."""


def security_route(contact: str | None, clock: Clock = system_clock) -> Route:
    """Return the route, which answers 404 where no contact is set: a wrong address would be worse than none."""

    async def tell(_: Request) -> Response:
        if contact is None:
            raise NotFound("The operator of this installation has named no contact for weaknesses.")
        expires = (clock() + HOLDS_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
        return PlainTextResponse(f"Contact: {contact}\nExpires: {expires}\n")

    return Route(PATH, tell)

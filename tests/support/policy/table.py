"""The policy whole: every action of every service, and what each actor gets."""

from collections.abc import Iterator, Sequence
from typing import Final

from tests.support.policy.actors import EVERYBODY
from tests.support.policy.matcher_rows import rows_of_matcher
from tests.support.policy.posting_rows import rows_of_needs, rows_of_offers
from tests.support.policy.row import Row, for_roles

SERVICES: Final = ("needs", "offers", "matcher")

OPEN_ROUTES: Final = (
    *("/livez", "/readyz", "/metrics", "/openapi.json", "/docs", "/docs/start.js", "/docs/assets", "/redoc"),
    "/problems/{code}",
    "/.well-known/security.txt",
)
"""What says nothing about anybody."""


def _open(service: str) -> Iterator[Row]:
    told = "whoever reaches the port: it says nothing about anybody"
    for route in OPEN_ROUTES:
        yield for_roles(service, f"GET {route}", EVERYBODY, told)


TABLE: Final[Sequence[Row]] = (
    *rows_of_needs(),
    *rows_of_offers(),
    *rows_of_matcher(),
    *(row for service in SERVICES for row in _open(service)),
)


def rows_for(service: str) -> Sequence[Row]:
    """Return the rows of one service."""
    return [row for row in TABLE if row.service == service]

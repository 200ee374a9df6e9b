"""The policy as a page of the documentation."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.support.policy.actors import WHO
from tests.support.policy.match_rows import MATCHES
from tests.support.policy.posting_rows import NEEDS, OFFERS
from tests.support.policy.row import Outcome, Row
from tests.support.policy.table import OPEN_ROUTES, SERVICES, rows_for

_INTRODUCTION: Final = """# Who may do what

One row for each action (HTTP method and route) of each service, on a record in each situation that matters. A test
walks every route of every service as each of these actors and compares the answer with the table; a route without a
row fails it, and so does a row without a route.

| cell | means |
|---|---|
| yes | allowed: what then stands in the way is how the record stands (409), its version (412) or the request (4xx) |
| 401 | nobody is signed in |
| 403 | the actor may know of the record, or the route names none, but may not do this |
| 404 | the actor may not know of the record: the answer is that for a record that does not exist |

No list, link, stream or export names a record to whom the table answers with 404, with one exception that is meant:
in the decision log observers read of matches between public records that were given up, for why help was refused is
what an auditor asks ([ADR 34](adr/0034-figures-without-leaks.md)); of one that is still being considered they read
the links alone. Every figure is over what its reader may know of; what circulates besides is told in steps of five
behind which at least three States or donors stand.

Without a token every action is answered with 401, so there is no column for it; the routes that need none say nothing
about anybody and are listed by themselves.

This page is written by `python -m tests.support.policy`; the table itself is in `tests/support/policy`. `make test`
asks each actor for a quarter of the situations of an action, and
`ACCORD_WALK=full pytest -s tests/integration/test_policy_walk.py` for all of them; both print the counts.
"""


def policy_markdown() -> str:
    """Return the whole page."""
    return "\n".join([_INTRODUCTION, *_actors(), *_situations(), *_open(), *_services()])


def _actors() -> Iterator[str]:
    yield from ("## Actors", "", "| actor | who it is |", "|---|---|")
    yield from (f"| {who.heading} | {who.meaning} |" for who in WHO.values())
    yield ""


def _situations() -> Iterator[str]:
    yield from ("## Situations", "", "| record | situation | meaning |", "|---|---|---|")
    of_records: Mapping[str, Mapping[str, str]] = {
        "need": {name: circle.situation for name, circle in NEEDS.items()},
        "offer": {name: circle.situation for name, circle in OFFERS.items()},
        "match": {name: match.situation for name, match in MATCHES.items()},
    }
    for kind, situations in of_records.items():
        yield from (f"| {kind} | {name} | {meaning} |" for name, meaning in situations.items())
    yield ""


def _open() -> Iterator[str]:
    yield from ("## Open to everybody, at every service", "")
    yield from (f"* `GET {route}`" for route in OPEN_ROUTES)
    yield ""


def _services() -> Iterator[str]:
    columns = [who.heading for name, who in WHO.items() if name != "nobody"]
    for service in SERVICES:
        yield from (f"## The service `{service}`", "")
        yield f"| action | record | {' | '.join(columns)} | who may |"
        yield f"|---|---|{'---|' * len(columns)}---|"
        closed = [row for row in rows_for(service) if row.outcome("nobody") is not Outcome.ALLOWED]
        yield from map(_line, sorted(closed, key=_place))
        yield ""


def _place(row: Row) -> tuple[str, str]:
    return row.route, row.method


def _line(row: Row) -> str:
    cells = [row.outcome(who).value for who in WHO if who != "nobody"]
    return f"| `{row.action}` | {row.record} | {' | '.join(cells)} | {row.condition} |"

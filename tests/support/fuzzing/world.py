"""A service with records in it, and what a caller needs to know to ask for more than what is refused at the door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.support.fuzzing.secret_words import Secrets
from tests.support.running_service import RunningService

Document = dict[str, Any]
Ids = dict[str, list[str]]

COLLECTIONS: Final = {
    "/v1/needs": "need_id",
    "/v1/offers": "offer_id",
    "/v1/matches": "match_id",
    "/v1/match-packages": "package_id",
    "/v1/rounds": "round_id",
    "/v1/activities": "activity_id",
    "/v1/rate-tables": "table_id",
    "/v1/scoring-profiles": "digest",
}
"""What the records of each collection are called in addresses and documents."""


PACKAGES: Final = "packages"
"""Stands among `versioned` for the matches of a package, whose versions together are its own."""
_OF_PACKAGE: Final = "SELECT sum(version) AS version FROM matches WHERE package_id = :id"


@dataclass(frozen=True)
class Prospect:
    """A call that succeeds unless something was done to its record before: by whom, where, and with which body."""

    who: str
    parameters: Mapping[str, str]
    body: Any = None


@dataclass(frozen=True)
class World:
    """`bodies` are good ones by operation, `versioned` names tables; `ids` and `cursors` grow as answers come in.

    `fitting` tells by a record's id, or by an operation, whose calls have the best prospects; `prospects` are whole
    calls by operation, of those that hardly ever succeed else.
    """

    name: str
    service: RunningService
    versioned: Mapping[str, str]
    bodies: Mapping[str, list[Document]]
    secrets: Secrets
    ids: Ids = field(default_factory=dict[str, list[str]])
    fitting: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    prospects: Mapping[str, Sequence[Prospect]] = field(default_factory=dict[str, Sequence[Prospect]])
    cursors: list[str] = field(default_factory=list[str])

    async def version(self, parameters: Mapping[str, Any]) -> int | None:
        """Return the version of the record that an address names, if it is one that has versions and exists."""
        for name, table in self.versioned.items():
            if parameters.get(name) in self.ids.get(name, ()):
                query = f"SELECT version FROM {table} WHERE id = :id"  # noqa: S608 - the worlds' own names
                query = _OF_PACKAGE if table == PACKAGES else query
                return next((row["version"] for row in await self.service.rows(query, id=parameters[name])), None)
        return None

    def whose(self, operation: str, parameters: Mapping[str, Any]) -> Sequence[str]:
        """Return those whose call this most probably is; coordinators where nobody else comes to mind."""
        known = (name for name in (*map(str, parameters.values()), operation) if name in self.fitting)
        return self.fitting.get(next(known, ""), ("coordinator",))

    def learn(self, path: str, answer: httpx.Response) -> None:
        """Remember what was made and where lists go on, to ask for it later."""
        if not answer.is_success or answer.headers.get("content-type") != "application/json":
            return
        document = answer.json()
        if not isinstance(document, dict):
            return
        name = COLLECTIONS.get(path)
        if name and answer.request.method == "POST" and (made := document.get("digest", document.get("id"))):
            self.ids.setdefault(name, []).append(made)
        if cursor := document.get("next"):
            self.cursors.append(cursor)

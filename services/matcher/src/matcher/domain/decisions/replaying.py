"""The log folded into what every match must be: so log and state can be held against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from matcher.domain.decisions.facts import LINE_FIGURES, LINE_IDS
from shared.decision_log.entry import Entry


class ContradictoryLog(Exception):
    """An entry begins where the one before it about the same match did not end."""


@dataclass(frozen=True)
class LineAsLogged:
    """A line as its match's last entry states it; figures in whole thousandths."""

    component_id: UUID
    offer_id: UUID
    line_id: UUID
    role: str
    quantity: int | None
    coverage: int | None
    delivered: int
    covered: int


@dataclass(frozen=True)
class MatchAsLogged:
    """A match as its last entry states it: `accepted` holds `recipient:<key>` and `donor:<key>`.

    `reason` is that of the entry that led it where it stands; what is noted there afterwards does not change why.
    """

    match_id: UUID
    version: int
    status: str
    reason: str | None
    lines: tuple[LineAsLogged, ...]
    accepted: tuple[str, ...]
    stale: bool
    deadline: datetime | None


def replay(entries: Iterable[Entry]) -> Mapping[UUID, MatchAsLogged]:
    """Return every match that the log speaks of, as it must be now; raise ContradictoryLog where entries do not join.

    Entries whose content is withheld, and those that are about no match, say nothing. A match that was proposed before
    there was a log joins it as a proposal.
    """
    matches: dict[UUID, MatchAsLogged] = {}
    for entry in entries:
        content = entry.content
        if content is None or "match_id" not in content:
            continue
        now = _stated(content)
        before = matches.get(now.match_id)
        _must_join(entry, content, before, now)
        if before is not None and before.status == now.status:
            now = replace(now, reason=before.reason)
        matches[now.match_id] = now
    return matches


def _must_join(entry: Entry, content: Mapping[str, Any], before: MatchAsLogged | None, now: MatchAsLogged) -> None:
    status, version = (before.status, before.version) if before else (None, 0)
    is_older_than_the_log = before is None and content["status_before"] == "proposed"
    if (content["status_before"] != status and not is_older_than_the_log) or now.version < version:
        begins = f"begins at {content['status_before']} in version {now.version}"
        raise ContradictoryLog(
            f"entry {entry.link.number} {begins}; match {now.match_id} was {status} in version {version}"
        )


def _stated(content: Mapping[str, Any]) -> MatchAsLogged:
    facts = content["facts"]
    deadline = facts["deadline"]
    return MatchAsLogged(
        match_id=UUID(content["match_id"]),
        version=content["match_version"],
        status=content["status_after"],
        reason=content["reason"]["code"],
        lines=tuple(_line(line) for line in facts["lines"]),
        accepted=tuple(facts["accepted"]),
        stale=facts["stale"],
        deadline=None if deadline is None else datetime.fromisoformat(deadline),
    )


def _line(line: Mapping[str, Any]) -> LineAsLogged:
    ids = {name: UUID(line[name]) for name in LINE_IDS}
    figures = {name: None if line[name] is None else int(line[name]) for name in LINE_FIGURES}
    return LineAsLogged(**ids, **figures, role=line["role"])  # pyright: ignore[reportArgumentType] (names by kind)

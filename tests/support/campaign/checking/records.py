"""Nothing acknowledged is lost, nothing is there twice, and every history is whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.support.campaign.checking.books import Books, Breach, Change, Finding
from tests.support.campaign.ledger import Acknowledged

UNVERSIONED = frozenset({"round"})
RESTORED = "restored"
"""What the history says of a version that a repair gave a record of a restored database."""


def lost_acknowledgements(books: Books, acknowledged: Iterable[Acknowledged]) -> Iterator[Finding]:
    """Yield each request that was acknowledged and left no trace at the version that was told."""
    kept = set(books.changes)
    for entry in acknowledged:
        if entry in books.taken_back.requests:
            continue
        if entry.kind in UNVERSIONED:
            if entry.record_id not in books.rounds:
                yield Finding(Breach.LOST, f"the {entry.kind} {entry.record_id} is not there")
        elif Change(entry.kind, entry.record_id, entry.version, entry.happened) not in kept:
            yield Finding(
                Breach.LOST, f"{entry.kind} {entry.record_id}: {entry.happened} at {entry.version} is not there"
            )


def records_nobody_asked_for(books: Books, acknowledged: Iterable[Acknowledged]) -> Iterator[Finding]:
    """Yield each record that no acknowledged request created: the trace of a request that took effect twice."""
    known = {(entry.kind, entry.record_id) for entry in acknowledged}
    for kind, record_id in books.versions:
        if kind != "reservation" and (kind, record_id) not in known:
            yield Finding(Breach.DUPLICATED, f"nobody was told of {kind} {record_id}")


def broken_histories(books: Books) -> Iterator[Finding]:
    """Yield each record whose history is not versions 1, 2, 3 and so on up to the present one."""
    told: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    restored: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for change in books.changes:
        told[change.kind, change.record_id].add(change.version)
        if change.happened == RESTORED:
            restored[change.kind, change.record_id].add(change.version)
    for (kind, record_id), version in books.versions.items():
        if kind in UNVERSIONED:
            continue
        known = told[kind, record_id] | _passed_over(told[kind, record_id], restored[kind, record_id])
        if known != set(range(1, version + 1)):
            missing = set(range(1, version + 1)) ^ known
            yield Finding(Breach.LOST, f"{kind} {record_id} is at {version}; its history differs at {sorted(missing)}")


def _passed_over(told: set[int], restored: set[int]) -> set[int]:
    """Return the versions that a repair passed over: those right before an entry that says so."""
    passed: set[int] = set()
    for version in restored:
        before = max((each for each in told if each < version), default=0)
        passed |= set(range(before + 1, version))
    return passed


def unfinished(books: Books) -> Iterator[Finding]:
    """Yield each round that neither ended nor is waited for, and each match that nobody answers."""
    for round_id, status in books.rounds.items():
        if status not in {"done", "queued", "running"}:
            yield Finding(Breach.LOST, f"round {round_id} ended as {status}")
    for standing in books.standings:
        if standing.status == "endorsed":
            yield Finding(Breach.UNDELIVERED, f"match {standing.match_id} waits for an answer: {dict(standing.sides)}")

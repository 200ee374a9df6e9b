"""Everything committed was published, in the order of each aggregate, and everything published was applied once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from shared.events.registry import (
    MATCHES_TOPIC,
    NEEDS_TOPIC,
    OFFERS_TOPIC,
    RESERVATIONS_TOPIC,
)
from tests.support.campaign.checking.books import Books, Breach, Finding, Record

CONSUMED: Mapping[str, frozenset[str]] = {
    "needs": frozenset({MATCHES_TOPIC}),
    "offers": frozenset({MATCHES_TOPIC}),
    "matcher": frozenset({NEEDS_TOPIC, OFFERS_TOPIC, RESERVATIONS_TOPIC}),
}
"""What each service listens to."""
COPIED = {NEEDS_TOPIC: "need", OFFERS_TOPIC: "offer"}
RESTATED = ".restated.v1"


def unpublished(books: Books) -> Iterator[Finding]:
    """Yield each row of an outbox that nobody has published."""
    for row in books.outbox:
        if row.published_at is None:
            yield Finding(Breach.UNDELIVERED, f"{row.service}: {row.type} {row.version} of {row.key} is not published")


def lost_on_the_way(books: Books) -> Iterator[Finding]:
    """Yield each row that is marked as published and is not on its topic."""
    there = {record.event_id for record in books.records}
    for row in books.outbox:
        begun = books.begun.get(row.topic)
        if row.published_at is None or (begun is not None and row.published_at < begun):
            continue
        if row.event_id not in there:
            yield Finding(Breach.LOST, f"{row.type} {row.version} of {row.key} is marked and not on {row.topic}")


def never_committed(books: Books) -> Iterator[Finding]:
    """Yield each event on a topic that no outbox knows; one that was stated anew since has left its row to its heir."""
    known = {row.event_id for row in books.outbox} | books.planted_events | books.taken_back.events
    heirs = {(row.key, row.version, row.type) for row in books.outbox if _is_told_anew(row.type)}
    for record in books.records:
        if record.type and record.event_id not in known and (record.key, record.version, record.type) not in heirs:
            yield Finding(Breach.DUPLICATED, f"{record.type} {record.version} of {record.key} was never committed")


def backward_steps(books: Books) -> Iterator[Finding]:
    """Yield where an older version of an aggregate stands behind a newer one, or an aggregate in two partitions.

    Answers of a restored side begin anew, and have to come past those that were lost; a log that was cut need not.
    """
    newest: dict[tuple[str, str], Record] = {}
    begun_anew = books.taken_back.reservations
    highest: defaultdict[str, int] = defaultdict(int)
    for record in sorted(books.records, key=lambda each: (each.topic, each.partition, each.offset)):
        if not record.type:
            continue
        before = newest.get((record.topic, record.key))
        if before is not None and before.partition != record.partition:
            yield Finding(
                Breach.OUT_OF_ORDER, f"{record.key} is in partitions {before.partition} and {record.partition}"
            )
        if record.key in begun_anew:
            highest[record.key] = max(highest[record.key], record.version)
        elif before is not None and before.version > record.version and record.key not in books.taken_back.logs:
            where = f"{record.topic} {record.partition}@{record.offset}"
            yield Finding(Breach.OUT_OF_ORDER, f"{where}: {record.key} goes from {before.version} to {record.version}")
        newest[record.topic, record.key] = record
    for (topic, key), last in newest.items():
        if last.version < highest[key]:
            yield Finding(Breach.OUT_OF_ORDER, f"{topic}: {key} was at {highest[key]} and is left at {last.version}")


def unapplied(books: Books) -> Iterator[Finding]:
    """Yield each event on a topic that a service listens to and has not claimed."""
    for consumer, topics in CONSUMED.items():
        claims = books.claims.get(consumer, frozenset()) | books.planted_events | books.taken_back.claimed(consumer)
        for record in books.records:
            if record.topic in topics and record.type and record.event_id not in claims:
                yield Finding(Breach.LOST, f"{consumer} never applied {record.type} {record.version} of {record.key}")


def old_copies(books: Books) -> Iterator[Finding]:
    """Yield each need and offer of which the matcher's copy is not what its owner told last."""
    told: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in books.outbox:
        if (kind := COPIED.get(row.topic)) and row.event_id not in books.planted_events:
            told[kind, row.key] = max(told[kind, row.key], row.version)
    for (kind, key), version in told.items():
        copy = books.copies.get((kind, key))
        if copy != version:
            yield Finding(Breach.UNEQUAL, f"the matcher has {kind} {key} at {copy}, its owner told {version}")
    for kind, key in books.copies.keys() - told.keys() - books.taken_back.ended:
        yield Finding(Breach.UNEQUAL, f"the matcher has {kind} {key}, of which its owner told nothing")


def unexpected_letters(books: Books, planted: Counter[str]) -> Iterator[Finding]:
    """Yield where there are more dead letters, or fewer, than were planted."""
    for consumer in CONSUMED:
        if books.letters[consumer] != planted[consumer]:
            found = f"{books.letters[consumer]} dead letters, where {planted[consumer]} were planted"
            yield Finding(Breach.DEAD_LETTERED, f"{consumer} has {found}")


def _is_told_anew(event_type: str) -> bool:
    return event_type.endswith((RESTATED, ".published.v1", ".unpublished.v1"))


INTERNAL_TOPICS = frozenset().union(*CONSUMED.values())
"""What travels among the services."""

"""The books of a small world in which everything holds, to be broken one promise at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shared.events.registry import MATCHES_TOPIC, NEEDS_TOPIC, OFFERS_TOPIC, RESERVATIONS_TOPIC
from tests.support.campaign.checking.books import Account, Books, Change, Record, Row, Standing
from tests.support.campaign.ledger import Acknowledged

PUBLISHED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NEED, OFFER, MATCH, HELD = "need-1", "offer-1", "match-1", "reservation-1"
HAPPENED = {
    ("need", NEED): ("registered", "opened"),
    ("offer", OFFER): ("registered", "opened"),
    ("match", MATCH): ("proposed", "endorsed", "reserved"),
    ("reservation", HELD): ("held",),
}
NOTHING = (Decimal(0), Decimal(0), Decimal(0))
FOUR = (Decimal(4), Decimal(0), Decimal(0))


def row(service: str, topic: str, key: str, version: int, happened: str, **changes: Any) -> Row:
    """Return a row that was published."""
    kind = key.partition("-")[0]
    event = f"org.accord.{kind}.{happened}.v1"
    return replace(Row(service, f"{key}@{version}{happened}", topic, key, version, event, PUBLISHED), **changes)


ROWS = (
    row("needs", NEEDS_TOPIC, NEED, 2, "opened"),
    row("offers", OFFERS_TOPIC, OFFER, 2, "opened"),
    row("matcher", MATCHES_TOPIC, MATCH, 1, "proposed"),
    row("matcher", MATCHES_TOPIC, MATCH, 2, "endorsed"),
    row("matcher", MATCHES_TOPIC, MATCH, 3, "reserved"),
    row("needs", RESERVATIONS_TOPIC, HELD, 1, "held"),
)
RECORDS = tuple(
    Record(each.topic, 0, offset, each.key, each.event_id, each.type, each.version) for offset, each in enumerate(ROWS)
)
ON_MATCHES = frozenset(each.event_id for each in ROWS if each.topic == MATCHES_TOPIC)
OTHERS = frozenset(each.event_id for each in ROWS) - ON_MATCHES
ACKNOWLEDGED = (
    Acknowledged("need", NEED, 1, "registered", settled=False),
    Acknowledged("need", NEED, 2, "opened", settled=False),
    Acknowledged("offer", OFFER, 1, "registered", settled=True),
    Acknowledged("offer", OFFER, 2, "opened", settled=False),
    Acknowledged("match", MATCH, 1, "proposed", settled=False),
    Acknowledged("match", MATCH, 2, "endorsed", settled=False),
    Acknowledged("round", "round-1", 1, "asked", settled=False),
)
LINE = Account("line 1", Decimal(10), FOUR, FOUR, FOUR)
COMPONENT = Account("component 1", Decimal(4), FOUR, FOUR, FOUR)
RESERVED = Standing(MATCH, "reserved", FOUR, {"needs": "held", "offers": "held"}, FOUR)
WHOLE = Books(
    versions={key: len(happened) for key, happened in HAPPENED.items()} | {("round", "round-1"): 0},
    changes=tuple(
        Change(kind, key, version, what)
        for (kind, key), happened in HAPPENED.items()
        for version, what in enumerate(happened, start=1)
    ),
    outbox=ROWS,
    records=RECORDS,
    claims={"needs": ON_MATCHES, "offers": ON_MATCHES, "matcher": OTHERS},
    copies={("need", NEED): 2, ("offer", OFFER): 2},
    accounts=(LINE, COMPONENT),
    standings=(RESERVED,),
    rounds={"round-1": "done"},
)

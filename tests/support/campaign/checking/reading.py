"""The books of a running world, read with plain SQL from its three databases and from its topics."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tests.support.campaign.checking.books import Account, Books, Change, Figures, Row, Standing
from tests.support.campaign.checking.topics import TopicReader
from tests.support.campaign.reachable import Reachable
from tests.support.campaign.world import SERVICES

KINDS = {
    "needs": ("need", "reservation"),
    "offers": ("offer",),
    "matcher": ("match",),
}
PLURALS = {"need": "needs", "offer": "offers", "match": "matches", "reservation": "reservations"}
_OUTBOX = "SELECT event_id, topic, key, key_version, type, published_at FROM outbox"
_LETTERS = "SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"
_LINES = """
SELECT 'line ' || l.id AS name, l.pledged AS room, l.reserved AS a, l.committed AS b, l.delivered AS c,
       h.a AS ha, h.b AS hb, h.c AS hc, j.a AS ja, j.b AS jb, j.c AS jc
FROM offer_lines l
LEFT JOIN (SELECT line_id, sum(held) a, sum(promised) b, sum(delivered) c FROM reservation_holdings GROUP BY 1) h
       ON h.line_id = l.id
LEFT JOIN (SELECT line_id, sum(reserved_after - reserved_before) a, sum(committed_after - committed_before) b,
                  sum(delivered_after - delivered_before) c FROM capacity_entries GROUP BY 1) j ON j.line_id = l.id
"""
_COMPONENTS = """
SELECT 'component ' || n.id AS name, n.quantity AS room, n.held AS a, n.confirmed AS b, n.delivered AS c,
       h.a AS ha, h.b AS hb, h.c AS hc, j.a AS ja, j.b AS jb, j.c AS jc
FROM need_components n
LEFT JOIN (SELECT component_id, sum(held) a, sum(promised) b, sum(delivered) c FROM reservation_holdings GROUP BY 1) h
       ON h.component_id = n.id
LEFT JOIN (SELECT component_id, sum(held_after - held_before) a, sum(promised_after - promised_before) b,
                  sum(delivered_after - delivered_before) c FROM coverage_entries GROUP BY 1) j ON j.component_id = n.id
"""
_MATCHES = """
SELECT m.id, m.status, m.need_id, m.offer_id, m.needs_hold, m.offers_hold,
       sum(l.quantity) / 1000.0 AS quantity, sum(l.delivered) / 1000.0 AS delivered
FROM matches m JOIN match_lines l ON l.match_id = m.id GROUP BY m.id
"""
_CAPACITY = """
SELECT r.match_id, sum(h.held) AS a, sum(h.promised) AS b, sum(h.delivered) AS c
FROM reservations r JOIN reservation_holdings h ON h.reservation_id = r.id GROUP BY 1
"""
_ANSWERED = "SELECT match_id, CASE WHEN opened_at IS NULL THEN NULL ELSE status END AS status FROM reservations"
_HOLDING = "SELECT match_id FROM reservations WHERE status IN ('held', 'confirmed')"
_HELD, _PROMISED = frozenset({"endorsed", "reserved"}), frozenset({"confirmed", "in_delivery"})


async def books_of(world: Reachable, reader: TopicReader) -> Books:
    """Read everything; the world should be quiet, for the databases are read one after the other."""
    versions: dict[tuple[str, str], int] = {}
    changes: list[Change] = []
    for service, kinds in KINDS.items():
        for kind in kinds:
            versions |= {
                (kind, str(row["id"])): row["version"]
                for row in await world.rows(service, f"SELECT id, version FROM {PLURALS[kind]}")  # noqa: S608 (our own names)
            }
            changes += await _changes(world, service, kind)
    rounds = {str(row["id"]): row["status"] for row in await world.rows("matcher", "SELECT id, status FROM rounds")}
    return Books(
        versions=versions | {("round", round_id): 0 for round_id in rounds},
        changes=tuple(changes),
        outbox=tuple([row for service in SERVICES for row in await _outbox(world, service)]),
        records=await reader.records(),
        claims={service: await _claims(world, service) for service in SERVICES},
        copies=await _copies(world),
        letters=Counter({service: (await world.rows(service, _LETTERS))[0]["count"] for service in SERVICES}),
        accounts=_accounts(await world.rows("offers", _LINES)) + _accounts(await world.rows("needs", _COMPONENTS)),
        standings=await _standings(world),
        strays=await _strays(world),
        rounds=rounds,
        planted_events=frozenset(world.planted_events),
        begun=world.begun,
    )


async def _changes(world: Reachable, service: str, kind: str) -> list[Change]:
    query = f"SELECT {kind}_id AS id, version, happened FROM {kind}_versions"  # noqa: S608 (our own names)
    rows = await world.rows(service, query)
    return [Change(kind, str(row["id"]), row["version"], row["happened"]) for row in rows]


async def _outbox(world: Reachable, service: str) -> list[Row]:
    names = ("topic", "key", "type", "published_at")
    return [
        Row(service=service, event_id=str(row["event_id"]), version=row["key_version"], **{n: row[n] for n in names})
        for row in await world.rows(service, _OUTBOX)
    ]


async def _claims(world: Reachable, service: str) -> frozenset[str]:
    return frozenset(str(row["event_id"]) for row in await world.rows(service, "SELECT event_id FROM inbox"))


async def _copies(world: Reachable) -> dict[tuple[str, str], int]:
    return {
        (kind, str(row["id"])): row["version"]
        for kind in ("need", "offer")
        for row in await world.rows("matcher", f"SELECT {kind}_id AS id, version FROM {PLURALS[kind]}")  # noqa: S608 (our own names)
    }


def _accounts(rows: Iterable[Mapping[str, Any]]) -> tuple[Account, ...]:
    return tuple(
        Account(row["name"], row["room"], _figures(row, ""), _figures(row, "h"), _figures(row, "j")) for row in rows
    )


async def _standings(world: Reachable) -> tuple[Standing, ...]:
    answered = {
        side: {row["match_id"]: row["status"] for row in await world.rows(side, _ANSWERED)}
        for side in ("needs", "offers")
    }
    capacity = {row["match_id"]: _figures(row, "") for row in await world.rows("offers", _CAPACITY)}
    nothing = (Decimal(0), Decimal(0), Decimal(0))
    return tuple(
        Standing(
            match_id=str(row["id"]),
            status=row["status"],
            quantity=_taken(row),
            sides={side: known.get(row["id"]) for side, known in answered.items()},
            capacity=capacity.get(row["id"], nothing),
            records={"needs": str(row["need_id"]), "offers": str(row["offer_id"])},
            refused_by=frozenset(side for side in answered if row[f"{side}_hold"] == "refused"),
        )
        for row in await world.rows("matcher", _MATCHES)
    )


async def _strays(world: Reachable) -> tuple[str, ...]:
    known = {row["id"] for row in await world.rows("matcher", "SELECT id FROM matches")}
    held = [
        f"{side} holds something for match {row['match_id']}"
        for side in ("needs", "offers")
        for row in await world.rows(side, _HOLDING)
        if row["match_id"] not in known
    ]
    return tuple(held)


def _taken(row: Mapping[str, Any]) -> Figures:
    """Return what the match takes of its lines by its own status."""
    nothing, delivered = Decimal(0), Decimal(row["delivered"] or 0)
    rest = Decimal(row["quantity"] or 0) - delivered
    held = rest if row["status"] in _HELD else nothing
    promised = rest if row["status"] in _PROMISED else nothing
    return held, promised, delivered


def _figures(row: Mapping[str, Any], which: str) -> Figures:
    a, b, c = (Decimal(row[which + name] or 0) for name in "abc")
    return a, b, c

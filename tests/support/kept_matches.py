"""Matches as the matcher's tables keep them, put there as they are, for tests of what is read from them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert

from matcher.adapters.matches.tables import matches
from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.life_cycle import OFF_RAMPS
from shared.identifiers import new_id
from tests.support.published_states import NOW, need_id, offer_id
from tests.support.running_matcher import RunningMatcher, matcher_at
from tests.support.running_service import RunningService

if TYPE_CHECKING:
    from tests.support.databases import Databases

Row = dict[str, Any]

EMPTYING = "TRUNCATE matches, needs, offers, stream_events, stream_position, idempotency_keys, inbox, outbox CASCADE"


@asynccontextmanager
async def one_matcher(databases: "Databases") -> AsyncGenerator[RunningMatcher]:
    """Run a matcher that the tests of a module share, each after `begin_afresh`."""
    url = await databases.create_for_service("matcher")
    async with matcher_at(url) as matcher:
        yield matcher
    await databases.drop(url)


async def begin_afresh(matcher: RunningMatcher) -> None:
    """Forget every record and match, and put the clock back."""
    matcher.service.clock.now = NOW
    await matcher.service.rows(EMPTYING)


def match_row(need: int = 1, offer: int = 1, **changes: Any) -> Row:
    """Return a proposed match of Burkina Faso's need with the offer of `eu`."""
    status = changes.get("status", "proposed")
    held = "held" if status in {"reserved", "confirmed", "in_delivery", "delivered"} else "none"
    row: Row = {
        "id": new_id(),
        "version": 1,
        "status": status,
        "need_id": need_id(need),
        "offer_id": offer_id(offer),
        "states": ("BFA",),
        "group": None,
        "donors": ("eu",),
        "origin_kind": "hand",
        "proposed_by": "coordinator",
        "judged_need_version": 1,
        "judged_need_statement": 1,
        "judged_offer_version": 1,
        "judged_offer_statement": 1,
        "score": 800,
        "explanation": [],
        "profile_digest": "d",
        "stale": False,
        "need_statement": 1,
        "offer_statement": 1,
        "funder_statement": 0,
        "offers_hold": held,
        "needs_hold": held,
        "offers_answered": 0,
        "needs_answered": 0,
        "shortfalls": (),
        "acknowledged": (),
        "interests": (),
        "acceptances": (),
        "plan": DeliveryPlan(),
        "deliveries": (),
        "endorsed_by": None if status == "proposed" else "another coordinator",
        "reason_code": "other" if status in OFF_RAMPS else None,
        "stage_since": NOW,
        "deadline": NOW + timedelta(days=30),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return row | changes


async def keep(service: RunningService, *rows: Row) -> list[UUID]:
    """Put matches into the database, and return their ids."""
    async with service.database.engine.begin() as connection:
        for row in rows:
            await connection.execute(insert(matches), row)
    return [row["id"] for row in rows]

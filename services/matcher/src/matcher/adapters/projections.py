"""The matcher's copies of needs and offers: the newest version wins, replays and late events change nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.tables import change_numbers, needs, offers
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.messaging.leadership import wait_for_turn


async def lock_matching(session: AsyncSession) -> None:
    """Wait until no other transaction changes projections or candidates; held until this one ends.

    Two workers that took in a need and an offer at once would otherwise each miss the other's.
    """
    await wait_for_turn(session, "accord.matching")


async def keep_need(session: AsyncSession, state: NeedState) -> bool:
    """Keep the need's state unless this or a newer version is kept; say whether it was."""
    row = {
        "need_id": state.need_id,
        "states": list(state.states),
        "group": state.group,
        **_shared(state),
    }
    return await _keep(session, needs, needs.c.need_id, row)


async def keep_offer(session: AsyncSession, state: OfferState) -> bool:
    """Keep the offer's state unless this or a newer version is kept; say whether it was."""
    row = {
        "offer_id": state.offer_id,
        "organisation": state.donor.organisation,
        "donor_name": state.donor.name,
        **_shared(state),
    }
    return await _keep(session, offers, offers.c.offer_id, row)


def _shared(state: NeedState | OfferState) -> dict[str, Any]:
    return {
        "version": state.version,
        "external_id": state.external_id,
        "title": state.texts[0].title,
        "status": state.status,
        "visibility": state.visibility,
        "historic_example": state.provenance.historic_example,
        "state": state.model_dump(mode="json"),
    }


async def _keep(session: AsyncSession, table: Table, key: Any, row: dict[str, Any]) -> bool:
    new = insert(table).values(row | {"change_number": change_numbers.next_value()})
    newest = new.on_conflict_do_update(
        index_elements=[key],
        set_={column.name: new.excluded[column.name] for column in table.columns if column is not key},
        where=table.c.version < new.excluded.version,
    )
    kept = await session.execute(newest.returning(key))
    return kept.first() is not None


async def states_since(session: AsyncSession, table: Table, change_number: int, limit: int) -> list[tuple[int, Any]]:
    """Return (change number, published state) of the next records changed after this number, oldest change first."""
    query = select(table.c.change_number, table.c.state).where(table.c.change_number > change_number)
    rows = await session.execute(query.order_by(table.c.change_number).limit(limit))
    return [(row.change_number, row.state) for row in rows]


async def known_ids(session: AsyncSession, table: Table, key: str) -> list[UUID]:
    """Return the ids of every record kept, in order."""
    return list(await session.scalars(select(table.c[key]).order_by(table.c[key])))

"""Evidence on a need: other needs and running activities that the reader may know of, compared with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters import queries
from matcher.adapters.activities.closeness import token_set_closeness
from matcher.adapters.activities.queries import may_see_activity, runs_in
from matcher.adapters.activities.register import activity_from
from matcher.adapters.activities.tables import activities
from matcher.adapters.queries import Row
from matcher.adapters.reading_states import need_from, offer_from
from matcher.adapters.tables import needs
from matcher.adapters.visibility import may_see_need
from matcher.domain.context import Context
from matcher.domain.demand import Need
from matcher.domain.evidence.activity import Activity
from matcher.domain.evidence.item import Evidence
from matcher.domain.evidence.running_activities import running_activities
from matcher.domain.evidence.similar_needs import STANDING, similar_needs
from matcher.domain.supply import Donor
from shared.errors import NotFound
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.geography import load_geography
from shared.identity.actor import Actor
from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class EvidenceOnNeed:
    """The evidence, strongest first, with the other records by id."""

    items: tuple[Evidence, ...]
    needs: dict[UUID, Row]
    activities: dict[UUID, Activity]


async def evidence_on_need(
    session: AsyncSession, need_id: UUID, actor: Actor, *, offer_id: UUID | None, today: date
) -> EvidenceOnNeed:
    """Return the evidence on a need, or on its match with an offer: what that offer's donor already runs comes first.

    NotFound or Forbidden unless the actor speaks for the need or coordinates, and may know of the offer.
    """
    need = _need_of(await queries.must_own_need(session, need_id, actor))
    donor = None if offer_id is None else await _donor_of(session, offer_id, actor)
    context = Context(today=today, geography=load_geography(), vocabulary=load_vocabulary())
    rows = {row["need_id"]: row for row in await _standing_beside(session, need_id, actor)}
    running = {each.id: each for each in await _running_in(session, context.states_of(need), actor, today)}
    others = [_need_of(row) for row in rows.values()]
    found = (
        *similar_needs(need, others, context, token_set_closeness),
        *running_activities(need, running.values(), context, token_set_closeness, donor),
    )
    return EvidenceOnNeed(tuple(sorted(found, key=lambda each: each.order)), rows, running)


async def _donor_of(session: AsyncSession, offer_id: UUID, actor: Actor) -> Donor:
    seen = await queries.visible_offers(session, [offer_id], actor)
    if offer_id not in seen:
        raise NotFound(f"There is no offer {offer_id}.", offer_id=str(offer_id))
    return offer_from(OfferState.model_validate(seen[offer_id]["state"])).donor


async def _standing_beside(session: AsyncSession, need_id: UUID, actor: Actor) -> list[Row]:
    """Return the other needs that could share a State with this one, as far as the reader may know of them."""
    this = select(needs.c.states, needs.c.historic_example).where(needs.c.need_id == need_id).subquery()
    shares_a_state = needs.c.states.overlap(this.c.states) | needs.c["group"].is_not(None) | (this.c.states == [])
    query = select(needs).where(
        needs.c.need_id != need_id,
        needs.c.historic_example == this.c.historic_example,
        needs.c.status.in_(STANDING),
        shares_a_state,
        may_see_need(actor),
    )
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def _running_in(session: AsyncSession, states: Any, actor: Actor, today: date) -> list[Activity]:
    query = select(activities).where(runs_in(states, today), may_see_activity(actor, today))
    return [activity_from(row) for row in (await session.execute(query)).mappings()]


def _need_of(row: Row) -> Need:
    return need_from(NeedState.model_validate(row["state"]))

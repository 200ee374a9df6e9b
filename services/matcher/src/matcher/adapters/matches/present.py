"""The records of a match as they are kept today, with what each State already holds under each offer's ceiling."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.present import basis_on, context_of, profile_of
from matcher.adapters.matches.ceilings import held_on_ceilings
from matcher.adapters.reading_states import need_from, offer_from
from matcher.adapters.tables import needs as needs_table
from matcher.adapters.tables import offers as offers_table
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile
from shared.events.needs import NeedState
from shared.events.offers import OfferState


async def present_of(
    session: AsyncSession, needs: Collection[UUID], offers: Collection[UUID], today: date
) -> tuple[Present, ScoringProfile]:
    """Return these records as they are kept now, and the weights in force."""
    basis = await basis_on(session, today)
    need_states = await _states(session, needs_table, needs_table.c.need_id, needs)
    offer_states = await _states(session, offers_table, offers_table.c.offer_id, offers)
    found = [need_from(NeedState.model_validate(state)) for state in need_states]
    given = {
        offer.offer_id: offer for offer in (offer_from(OfferState.model_validate(state)) for state in offer_states)
    }
    context = await context_of(session, basis)
    counted = replace(context, held=await held_on_ceilings(session, given))
    present = Present({need.need_id: need for need in found}, given, counted)
    return present, await profile_of(session, basis)


async def _states(session: AsyncSession, table: Any, key: Any, ids: Collection[UUID]) -> list[Any]:
    return list(await session.scalars(select(table.c.state).where(key.in_(ids)).order_by(key)))

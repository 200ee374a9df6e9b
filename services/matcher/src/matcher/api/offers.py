"""What an offer answers: its candidates, and what stands between it and the needs that it nearly answers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from matcher.adapters import queries
from matcher.adapters.standings import standing_of_offer
from matcher.api.dependencies import Reading, Wired
from matcher.api.filters import NeedConditions, Today
from matcher.api.schemas.candidate_view import (
    SEARCHED,
    NeedCandidate,
    NeedNearMiss,
    NeedReference,
    OfferReference,
    found_fields,
    near_miss_fields,
)
from matcher.api.schemas.remedy_view import IdleOffer, nearest_needs_view
from matcher.domain.engine import Engine
from matcher.domain.remedies import Nearest, nearest_needs
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router

router = service_router("/v1/offers", tag="candidates")


@router.get("/{offer_id}/candidates")
async def read_candidates_of_offer(
    offer_id: UUID, narrowed: NeedConditions, page: PageQuery, reader: Reading
) -> Page[NeedCandidate]:
    """List the needs that the offer answers, best first, each with the reasons of its score.

    For the offer's donor and coordinators; a need that its State shows to coordinators only is not among a donor's.
    """
    await queries.must_own_offer(reader.session, offer_id, reader.actor)
    found = await queries.candidates_of_offer(
        reader.session, offer_id, reader.actor, narrowed=narrowed, after=page.after(int, UUID), limit=page.fetch
    )
    return page.of(
        found,
        key=lambda row: (row["score"], row["need_id"]),
        show=lambda row: NeedCandidate(need=NeedReference.of(row), **found_fields(row, reader.language)),
    )


@router.get("/{offer_id}/near-misses")
async def read_near_misses_of_offer(
    offer_id: UUID,
    reader: Reading,
    wired: Wired,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> dict[str, list[NeedNearMiss]]:
    """List the needs that come nearest without being answered: which conditions fail, what would change that."""
    await queries.must_own_offer(reader.session, offer_id, reader.actor)
    misses = await wired.engine.asked(
        reader.session, wired.clock().date(), lambda engine: engine.near_misses_of_offer(offer_id, SEARCHED)
    )
    seen = await queries.visible_needs(reader.session, [miss.need_id for miss in misses], reader.actor)
    shown = [
        NeedNearMiss(need=NeedReference.of(seen[miss.need_id]), **near_miss_fields(miss, reader.language))
        for miss in misses
        if miss.need_id in seen
    ]
    return {"items": shown[:limit]}


@router.get("/{offer_id}/why-idle")
async def read_why_idle(offer_id: UUID, reader: Reading, wired: Wired, today: Today) -> IdleOffer:
    """Tell which needs the offer comes nearest to answering, and the least that would have to change for each.

    The changes were applied to copies and matched again before they are told. For the offer's donor and coordinators;
    a need that its State shows to coordinators only is not among a donor's.
    """
    await queries.must_own_offer(reader.session, offer_id, reader.actor)
    hidden = await queries.hidden_needs(reader.session, reader.actor)

    def search(engine: Engine) -> tuple[Nearest, ...]:
        needs = (need for need in engine.needs if need.need_id not in hidden)
        return nearest_needs(engine.offer(offer_id), needs, engine.context, engine.profile)

    found = await wired.engine.asked(reader.session, today, search)
    seen = await queries.visible_needs(reader.session, [each.need_id for each in found], reader.actor)
    row = await standing_of_offer(reader.session, offer_id, reader.actor)
    return IdleOffer(
        offer=OfferReference.of(row),
        nearest=nearest_needs_view(found, seen, reader.language),
        **IdleOffer.fields(row, today),
    )

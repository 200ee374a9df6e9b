"""What answers a need: its candidates, and what stands between it and the offers that nearly do."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from matcher.adapters import queries
from matcher.adapters.standings import standing_of_need
from matcher.api.dependencies import Reading, Wired
from matcher.api.filters import OfferConditions, Today
from matcher.api.schemas.candidate_view import (
    SEARCHED,
    NeedReference,
    OfferCandidate,
    OfferNearMiss,
    OfferReference,
    found_fields,
    near_miss_fields,
)
from matcher.api.schemas.remedy_view import UnmatchedNeed, nearest_offers_view
from matcher.domain.engine import Engine
from matcher.domain.remedies import Nearest, nearest_offers
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router

router = service_router("/v1/needs", tag="candidates")


@router.get("/{need_id}/candidates")
async def read_candidates_of_need(
    need_id: UUID, narrowed: OfferConditions, page: PageQuery, reader: Reading
) -> Page[OfferCandidate]:
    """List the offers that answer the need, best first, each with the reasons of its score.

    A donor sees its own offers among them; the need's States and coordinators see all that are shown to them.
    """
    await queries.must_know_need(reader.session, need_id, reader.actor)
    found = await queries.candidates_of_need(
        reader.session, need_id, reader.actor, narrowed=narrowed, after=page.after(int, UUID), limit=page.fetch
    )
    return page.of(
        found,
        key=lambda row: (row["score"], row["offer_id"]),
        show=lambda row: OfferCandidate(offer=OfferReference.of(row), **found_fields(row, reader.language)),
    )


@router.get("/{need_id}/near-misses")
async def read_near_misses_of_need(
    need_id: UUID,
    reader: Reading,
    wired: Wired,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> dict[str, list[OfferNearMiss]]:
    """List the offers that come nearest without answering the need: which conditions fail, what would change that."""
    await queries.must_own_need(reader.session, need_id, reader.actor)
    misses = await wired.engine.asked(
        reader.session, wired.clock().date(), lambda engine: engine.near_misses_of_need(need_id, SEARCHED)
    )
    seen = await queries.visible_offers(reader.session, [miss.offer_id for miss in misses], reader.actor)
    shown = [
        OfferNearMiss(offer=OfferReference.of(seen[miss.offer_id]), **near_miss_fields(miss, reader.language))
        for miss in misses
        if miss.offer_id in seen
    ]
    return {"items": shown[:limit]}


@router.get("/{need_id}/why-unmatched")
async def read_why_unmatched(need_id: UUID, reader: Reading, wired: Wired, today: Today) -> UnmatchedNeed:
    """Tell which offers come nearest to answering the need, and the least that would have to change for each.

    The changes were applied to copies and matched again before they are told. For the need's States and coordinators.
    """
    await queries.must_own_need(reader.session, need_id, reader.actor)
    hidden = await queries.hidden_offers(reader.session, reader.actor)

    def search(engine: Engine) -> tuple[Nearest, ...]:
        offers = (offer for offer in engine.offers if offer.offer_id not in hidden)
        return nearest_offers(engine.need(need_id), offers, engine.context, engine.profile)

    found = await wired.engine.asked(reader.session, today, search)
    seen = await queries.visible_offers(reader.session, [each.offer_id for each in found], reader.actor)
    row = await standing_of_need(reader.session, need_id, reader.actor)
    return UnmatchedNeed(
        need=NeedReference.of(row),
        nearest=nearest_offers_view(found, seen, reader.language),
        **UnmatchedNeed.fields(row, today),
    )

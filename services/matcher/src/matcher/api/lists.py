"""Lists of needs and offers by how they stand: needs that nobody answers, offers that nobody uses."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Query

from matcher.adapters import standings
from matcher.api.dependencies import Reading
from matcher.api.filters import Standings, Today
from matcher.api.schemas.standing_view import NeedInList, OfferInList
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.actor import Role

router = service_router("/v1", tag="lists")


@router.get("/needs")
async def list_needs(
    narrowed: Standings,
    page: PageQuery,
    reader: Reading,
    today: Today,
    answered: Annotated[bool | None, Query(description="false: needs without a candidate that you may know of")] = None,
) -> Page[NeedInList]:
    """List open needs with their candidates counted, in the order of their ids.

    Coordinators list all, a State its own, a donor those shown to donors, counting its own offers alone.
    """
    reader.actor.must_be(Role.RECIPIENT, Role.DONOR, Role.COORDINATOR)
    wanted = replace(narrowed, has_candidates=answered)
    found = await standings.list_needs(
        reader.session, wanted, reader.actor, today=today, after=page.after_id, limit=page.fetch
    )
    return page.of(found, key=_need_key, show=NeedInList.of)


@router.get("/offers")
async def list_offers(
    narrowed: Standings,
    page: PageQuery,
    reader: Reading,
    today: Today,
    used: Annotated[bool | None, Query(description="false: offers without a candidate that you may know of")] = None,
) -> Page[OfferInList]:
    """List open offers with their candidates counted, in the order of their ids.

    Coordinators list all, a donor its own, a State those shown to recipients, counting its own needs alone.
    """
    reader.actor.must_be(Role.RECIPIENT, Role.DONOR, Role.COORDINATOR)
    wanted = replace(narrowed, has_candidates=used)
    found = await standings.list_offers(
        reader.session, wanted, reader.actor, today=today, after=page.after_id, limit=page.fetch
    )
    return page.of(found, key=_offer_key, show=OfferInList.of)


def _need_key(row: standings.Row) -> tuple[UUID]:
    return (row["need_id"],)


def _offer_key(row: standings.Row) -> tuple[UUID]:
    return (row["offer_id"],)

"""Offers that complement each other for one need."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from matcher.adapters.packages import packages_of_need
from matcher.api.dependencies import Reading, Wired
from matcher.api.schemas.package_view import PackageView, package_view
from shared.http.routing import service_router

router = service_router("/v1/needs", tag="packages")


@router.get("/{need_id}/packages")
async def read_packages_of_need(
    need_id: UUID, reader: Reading, wired: Wired, limit: Annotated[int, Query(ge=1, le=10)] = 3
) -> dict[str, list[PackageView]]:
    """List the best packages of at most four of the need's candidates, for its States and coordinators.

    Most share covered comes first, then most of what makes help last, then fewest offers. Flags are for review.
    """
    today = wired.clock().date()
    found = await packages_of_need(reader.session, wired.engine, need_id, reader.actor, today=today, limit=limit)
    shown = [
        package_view(package, flags, found.need, found.offers, reader.language) for package, flags in found.packages
    ]
    return {"items": shown}

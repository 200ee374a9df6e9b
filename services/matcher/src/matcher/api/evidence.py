"""What a coordinator should know of a need before endorsing a match for it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from matcher.adapters.activities.evidence import evidence_on_need
from matcher.api.dependencies import Reading, Wired
from matcher.api.schemas.evidence_view import EvidenceView, evidence_view
from shared.http.routing import service_router

router = service_router("/v1/needs", tag="evidence")


@router.get("/{need_id}/evidence")
async def read_evidence_on_need(
    need_id: UUID,
    reader: Reading,
    wired: Wired,
    offer_id: Annotated[UUID | None, Query(description="an offer to be matched: its donor's activities first")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, list[EvidenceView]]:
    """List overlapping needs and running activities of the same State on the same subject, strongest first.

    Evidence, never a verdict; for the need's States and coordinators. What you may not see is not among it.
    """
    today = wired.clock().date()
    found = await evidence_on_need(reader.session, need_id, reader.actor, offer_id=offer_id, today=today)
    shown = [evidence_view(item, found.needs, found.activities, reader.language) for item in found.items[:limit]]
    return {"items": shown}

"""Counts of what the matcher holds and has found."""

from fastapi import APIRouter

from matcher.adapters.queries import counts
from matcher.api.dependencies import ReadingSession
from shared.identity.actor import Role
from shared.identity.dependencies import CurrentActor

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])


@router.get("")
async def read_statistics(session: ReadingSession, actor: CurrentActor) -> dict[str, int]:
    """Count needs, offers, candidates and applied events; for coordinators and observers."""
    actor.must_be(Role.COORDINATOR, Role.OBSERVER)
    return await counts(session)

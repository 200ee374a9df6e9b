"""Counts of what the matcher holds and has found."""

from matcher.adapters.figures import figures_for
from matcher.api.dependencies import ReadingSession
from matcher.api.schemas.held_view import HeldView
from shared.http.routing import service_router
from shared.identity.actor import Role
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/statistics", tag="statistics")


@router.get("")
async def read_statistics(session: ReadingSession, actor: CurrentActor) -> HeldView:
    """Count the needs, offers and candidates that you may know of, and applied events; for coordinators and observers.

    Of those that circulate besides it tells in steps about how many. Candidates are a matter of the parties and of
    coordinators (observers are told of them in steps alone).
    """
    actor.must_be(Role.COORDINATOR, Role.OBSERVER)
    return HeldView.of(await figures_for(session, actor))

"""What is counted of needs, and who stands behind each: its lead State, or the group that posted it."""

from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.tables import need_components, needs, outbox
from needs.adapters.visibility import visible_to
from shared.identity.actor import Actor
from shared.persistence.statistics import Counted, Figures, figures_of

NEEDS: Final = Counted(
    records=needs,
    party=needs.c.lead,
    categories=select(need_components.c.need_id.label("record_id"), need_components.c.category),
    circulates=and_(needs.c.opened_at.is_not(None), needs.c.status != "closed"),
    outbox=outbox,
)


async def figures_for(session: AsyncSession, actor: Actor) -> Figures:
    """Return the figures of the needs that the actor may know of, and in steps of those that circulate besides."""
    return await figures_of(session, NEEDS, actor, visible_to(actor))

"""What is counted of offers, and who stands behind each: its donor."""

from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.tables import offer_lines, offers, outbox
from offers.adapters.visibility import visible_to
from shared.identity.actor import Actor
from shared.persistence.statistics import Counted, Figures, figures_of

OFFERS: Final = Counted(
    records=offers,
    party=offers.c.organisation,
    categories=select(
        offer_lines.c.offer_id.label("record_id"), func.unnest(offer_lines.c.categories).label("category")
    ),
    circulates=and_(offers.c.opened_at.is_not(None), offers.c.status != "closed"),
    outbox=outbox,
)


async def figures_for(session: AsyncSession, actor: Actor) -> Figures:
    """Return the figures of the offers that the actor may know of, and in steps of those that circulate besides."""
    return await figures_of(session, OFFERS, actor, visible_to(actor))

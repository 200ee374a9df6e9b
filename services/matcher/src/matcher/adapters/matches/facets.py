"""The four facets of BMS7 97 of an agreed match, worked out from its records as they are kept today."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.matches.tables import match_versions
from matcher.adapters.matches.visibility import TOLD_TO_EVERYBODY
from matcher.adapters.reading_states import need_from, offer_from
from matcher.adapters.tables import needs, offers
from matcher.domain.matches.facets import MatchFacet, facets_of_match
from matcher.domain.matches.match import Match
from shared.events.needs import NeedState
from shared.events.offers import OfferState


async def facets_of(session: AsyncSession, match: Match) -> Sequence[MatchFacet]:
    """Return the facets of a match that was confirmed and not given up; none of any other."""
    history = match_versions.c
    confirmed = select(func.max(history.at)).where(history.record_id == match.id, history.happened == "confirmed")
    confirmed_at = await session.scalar(confirmed)
    if match.status not in TOLD_TO_EVERYBODY or confirmed_at is None:
        return ()
    need = await session.scalar(select(needs.c.state).where(needs.c.need_id == match.need_id))
    offer = await session.scalar(select(offers.c.state).where(offers.c.offer_id == match.offer_id))
    asked = need_from(NeedState.model_validate(need))
    window = offer_from(OfferState.model_validate(offer)).window
    return facets_of_match(asked, window, match.lines, match.plan, confirmed_at)

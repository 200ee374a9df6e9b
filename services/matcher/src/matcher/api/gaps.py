"""What unanswered needs have in common: which condition blocks most, which change by one donor would unlock most."""

from typing import Annotated

from fastapi import Depends, Query

from matcher.adapters import queries
from matcher.adapters.standings import best_scores
from matcher.api.dependencies import Reading, Wired
from matcher.api.filters import AreaFilter, StateFilter, Today
from matcher.api.schemas.gap_view import GapsView
from matcher.domain.engine import Engine
from matcher.domain.remedies import Gaps, Scope, find_gaps
from shared.http.key_filters import CategoryFilter, must_be_known
from shared.http.routing import service_router
from shared.identity.actor import Role
from shared.vocabulary import load_vocabulary

router = service_router("/v1/gaps", tag="gaps")


async def scope(
    *,
    min_score: Annotated[
        int, Query(ge=0, le=1000, description="a need without a candidate this good is unanswered")
    ] = 0,
    state: StateFilter = None,
    area: AreaFilter = None,
    category: CategoryFilter = None,
    historic: Annotated[bool, Query(description="historic examples instead of live records; never both")] = False,
) -> Scope:
    """Read which needs the summary is about."""
    must_be_known(state=state, area=area, category=category)
    within = None if category is None else frozenset(load_vocabulary().within(category))
    return Scope(historic=historic, state=state, area=area, categories=within, min_score=min_score)


@router.get("")
async def read_gaps(asked: Annotated[Scope, Depends(scope)], reader: Reading, wired: Wired, today: Today) -> GapsView:
    """Summarise the open needs that nobody answers; for coordinators.

    Each change under `unlocks` was applied to a copy of the offer and matched again before it is told.
    """
    reader.actor.must_be(Role.COORDINATOR)
    best = await best_scores(reader.session)

    def summarise(engine: Engine) -> Gaps:
        return find_gaps(engine.needs, engine.offers, best, asked, context=engine.context, profile=engine.profile)

    found = await wired.engine.asked(reader.session, today, summarise)
    offers = [each.before.offer_id for each in found.unlocks]
    needs = [need_id for each in found.unlocks for need_id in each.needs]
    return GapsView.of(
        found,
        today,
        await queries.visible_offers(reader.session, offers, reader.actor),
        await queries.visible_needs(reader.session, needs, reader.actor),
        reader.language,
    )

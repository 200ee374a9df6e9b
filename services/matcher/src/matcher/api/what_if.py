"""What if other weights counted: the candidates of a need or an offer under them; a query that saves nothing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from matcher.adapters import queries
from matcher.adapters.candidate_rows import candidate_row
from matcher.adapters.seen_counterparts import seen_needs, seen_offers
from matcher.api.dependencies import Reading, Wired
from matcher.api.other_weights import OtherWeights
from matcher.api.schemas.candidate_view import NeedReference, OfferReference, found_fields
from matcher.api.schemas.what_if import NeedWhatIf, OfferWhatIf, WhatIfPage, weights_of
from matcher.domain.candidates import Candidate
from matcher.domain.what_if import WhatIf, what_if_for_need, what_if_for_offer
from shared.http.pages import Page, PageQuery, PageRequest
from shared.http.routing import service_router

router = service_router("/v1", tag="what if")

Counterpart = Callable[[Candidate], UUID]


@router.get("/needs/{need_id}/candidates/what-if")
async def read_what_if_of_need(
    need_id: UUID, instead: OtherWeights, page: PageQuery, reader: Reading, wired: Wired
) -> WhatIfPage[OfferWhatIf]:
    """List the need's candidates as other weights would order them, each with its rank before and after.

    Shows what the stored list shows to the same reader, and counts ranks among that alone.
    """
    await queries.must_know_need(reader.session, need_id, reader.actor)
    today = wired.clock().date()
    found = await wired.engine.asked(
        reader.session, today, lambda engine: what_if_for_need(engine, need_id, instead(engine.profile))
    )
    ids = [candidate.offer_id for candidate in found.after]
    seen = await seen_offers(reader.session, need_id, ids, reader.actor)
    rows = _ranked(found, seen.keys(), lambda candidate: candidate.offer_id)

    def show(row: Mapping[str, Any]) -> OfferWhatIf:
        offer = OfferReference.of(seen[row["offer_id"]])
        return OfferWhatIf(offer=offer, **_moved(row), **found_fields(row, reader.language))

    return _page(found, _shown(rows, page, "offer_id", show))


@router.get("/offers/{offer_id}/candidates/what-if")
async def read_what_if_of_offer(
    offer_id: UUID, instead: OtherWeights, page: PageQuery, reader: Reading, wired: Wired
) -> WhatIfPage[NeedWhatIf]:
    """List the offer's candidates as other weights would order them, each with its rank before and after.

    Shows what the stored list shows to the same reader, and counts ranks among that alone.
    """
    await queries.must_own_offer(reader.session, offer_id, reader.actor)
    today = wired.clock().date()
    found = await wired.engine.asked(
        reader.session, today, lambda engine: what_if_for_offer(engine, offer_id, instead(engine.profile))
    )
    ids = [candidate.need_id for candidate in found.after]
    seen = await seen_needs(reader.session, offer_id, ids, reader.actor)
    rows = _ranked(found, seen.keys(), lambda candidate: candidate.need_id)

    def show(row: Mapping[str, Any]) -> NeedWhatIf:
        need = NeedReference.of(seen[row["need_id"]])
        return NeedWhatIf(need=need, **_moved(row), **found_fields(row, reader.language))

    return _page(found, _shown(rows, page, "need_id", show))


def _ranked(found: WhatIf, seen: Collection[UUID], counterpart: Counterpart) -> Sequence[Mapping[str, Any]]:
    """Return the rows of what may be seen, in their new order, with the ranks among themselves."""
    before = [candidate for candidate in found.before if counterpart(candidate) in seen]
    after = [candidate for candidate in found.after if counterpart(candidate) in seen]
    former = {counterpart(candidate): (rank, candidate.score) for rank, candidate in enumerate(before, start=1)}
    return [
        {
            **candidate_row(candidate),
            "rank": rank,
            "rank_before": former[counterpart(candidate)][0],
            "score_before": former[counterpart(candidate)][1],
        }
        for rank, candidate in enumerate(after, start=1)
    ]


def _moved(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in ("rank", "rank_before", "score_before")}


def _shown(
    rows: Sequence[Mapping[str, Any]], page: PageRequest, other: str, show: Callable[[Mapping[str, Any]], Any]
) -> Page[Any]:
    after = page.after(int, UUID)
    if after is not None:
        score, last = after
        rows = [row for row in rows if (-row["score"], row[other]) > (-score, last)]
    return page.of(rows[: page.fetch], key=lambda row: (row["score"], row[other]), show=show)


def _page(found: WhatIf, shown: Page[Any]) -> WhatIfPage[Any]:
    return WhatIfPage(
        items=shown.items,
        next=shown.next,
        weights=weights_of(found.instead),
        weights_in_force=weights_of(found.in_force),
        digest_in_force=found.in_force.digest,
    )

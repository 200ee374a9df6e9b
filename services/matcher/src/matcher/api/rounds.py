"""Allocation rounds over HTTP: asked for, watched, cancelled, and taken over; none is computed here."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from matcher.adapters.rounds.changes import changed_since
from matcher.adapters.rounds.queries import find_round, list_rounds, records_of
from matcher.adapters.rounds.unit_of_work import RoundsUnitOfWork
from matcher.api.dependencies import Reading, ReadingSession, Wired
from matcher.api.match_refusals import told_in
from matcher.api.schemas.adoption import AdoptionDocument, AdoptionView
from matcher.api.schemas.round_document import RoundDocument
from matcher.api.schemas.round_plan import PlanRecords, ids_in
from matcher.api.schemas.round_view import OutcomeView, RoundSummary, RoundView
from matcher.application.rounds.adopt_round import adopt_round
from matcher.application.rounds.cancel_round import CancelRound, cancel_round
from matcher.application.rounds.request_round import RequestRound, request_round
from matcher.domain.round_life import Round
from matcher.domain.rounds.outcome_document import outcome_from
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.openapi import problem_responses
from shared.http.pages import Page, PageQuery
from shared.http.replays import SessionFactory
from shared.http.routing import service_router
from shared.identity.actor import Role
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/rounds", tag="rounds")


async def rounds_of(wired: Wired) -> RoundsUnitOfWork:
    """Open a unit of work over rounds."""
    return RoundsUnitOfWork(wired.database.sessions)


Rounds = Annotated[RoundsUnitOfWork, Depends(rounds_of)]


@router.post("", status_code=202, response_model=RoundSummary)
async def post_round(document: RoundDocument, actor: CurrentActor, repeat: IdempotencyHeader, wired: Wired) -> Response:
    """Ask for an allocation round; for coordinators, regional ones within their regions.

    It is computed apart when its turn comes. The same inputs asked for again are computed again, to the same result.
    """
    command = RequestRound(document.settings())

    async def request(sessions: SessionFactory) -> Round:
        return await request_round(command, actor=actor, uow=RoundsUnitOfWork(sessions), clock=wired.clock)

    def show(asked: Round) -> StoredResponse:
        body = RoundSummary.of_round(asked).model_dump(mode="json")
        return StoredResponse(202, body, location=f"/v1/rounds/{asked.id}")

    return await wired.replays.once(repeat.of(actor), Round, request, show)


@router.get("")
async def read_rounds(
    page: PageQuery, session: ReadingSession, actor: CurrentActor, wired: Wired
) -> Page[RoundSummary]:
    """List the rounds, latest first; for coordinators, regional ones those within their regions."""
    actor.must_be(Role.COORDINATOR)
    found = await list_rounds(session, actor, wired.clock().date(), before=page.after_id, limit=page.fetch)
    return page.of(found, key=lambda row: (row["id"],), show=RoundSummary.of)


@router.get("/{round_id}")
async def read_round(round_id: UUID, reader: Reading, wired: Wired) -> RoundView:
    """Read a round whole: its plan with the levels' gaps, the limits it came up against, alternatives, the greedy plan.

    `stale` says that records have changed since it read them, and `changed` which.
    """
    row = await find_round(reader.session, round_id, reader.actor, wired.clock().date())
    changed = await changed_since(reader.session, round_id)
    if row["outcome"] is None:
        return RoundView.whole(row, changed, None)
    outcome = outcome_from(row["outcome"])
    records = PlanRecords(*await records_of(reader.session, *ids_in(outcome)))
    return RoundView.whole(row, changed, OutcomeView.of(outcome, records, reader.language))


@router.post("/{round_id}/cancel", responses=problem_responses(409))
async def post_cancelling(round_id: UUID, actor: CurrentActor, uow: Rounds, wired: Wired) -> RoundSummary:
    """Cancel a round that waits or runs; cancelled again, it stays so."""
    return RoundSummary.of_round(await cancel_round(CancelRound(round_id), actor=actor, uow=uow, clock=wired.clock))


@router.post("/{round_id}/adopt", responses=problem_responses(409))
async def post_adoption(round_id: UUID, document: AdoptionDocument, reader: Reading, wired: Wired) -> AdoptionView:
    """Turn pairs of a plan into proposed matches, each with the plan's quantity, never more.

    Every pair is checked against what is there today, all other matches counted; where one does not hold, nothing is
    written unless `partial`. Adopted again, nothing is proposed twice. Nothing is reserved and nobody is told yet.
    """
    command = document.command(round_id)
    with told_in(reader.language):
        adopted = await adopt_round(command, actor=reader.actor, uow=wired.matches(), clock=wired.clock)
    return AdoptionView.of(adopted, reader.language)

"""Matches: read by whom they concern, and decided about by coordinators."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from matcher.adapters.matches.facets import facets_of
from matcher.adapters.matches.filters import MatchFilter
from matcher.adapters.matches.queries import changes_of, find_match, list_matches, must_know_match, sides_between
from matcher.adapters.matches.reviewing import evidence_on_match
from matcher.api.dependencies import Reading, Wired
from matcher.api.match_changes import ChangeRequest, MatchReader
from matcher.api.match_filters import match_filter
from matcher.api.match_refusals import told_in
from matcher.api.schemas.match_document import (
    EndorsementDocument,
    InterestDocument,
    ProposalDocument,
    ReasonDocument,
    RevisionDocument,
)
from matcher.api.schemas.match_review_view import ReviewView
from matcher.api.schemas.match_view import MatchSummary, MatchView
from matcher.application.matches.declare_interest import DeclareInterest, declare_interest
from matcher.application.matches.endorse_match import EndorseMatch, endorse_match
from matcher.application.matches.propose_match import ProposeMatch, propose_match
from matcher.application.matches.reject_match import RejectMatch, reject_match
from matcher.application.matches.review_match import ReviewMatch, review_match
from matcher.application.matches.revise_match import ReviseMatch, revise_match
from matcher.domain.matches.match import Match
from shared.http.etags import VersionTag
from shared.http.histories import History, history_view
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.openapi import problem_responses
from shared.http.pages import Page, PageQuery
from shared.http.replays import SessionFactory
from shared.http.routing import service_router

router = service_router("/v1/matches", tag="matches")
REFUSALS = problem_responses(409)


@router.post("", status_code=201, response_model=MatchView, responses=REFUSALS)
async def post_match(
    document: ProposalDocument, reader: Reading, by: MatchReader, repeat: IdempotencyHeader, wired: Wired
) -> Response:
    """Propose a match by hand, as a coordinator; nothing is held until it is endorsed.

    Lines left out are chosen as the engine would; a funder's offer makes it triangular (BMS7 103). What does not hold
    today is refused, pair by pair.
    """
    wanted = document.wanted()
    async with wired.database.sessions() as session:
        sides = await sides_between(session, wanted.need_id, wanted.offer_id, wanted.funder_offer_id)

    async def propose(sessions: SessionFactory) -> Match:
        uow = wired.matches(sessions)
        return await propose_match(ProposeMatch(wanted), actor=reader.actor, uow=uow, clock=wired.clock)

    def show(match: Match) -> StoredResponse:
        view = MatchView.of(sides.of(match), by)
        return StoredResponse.created(view, location=f"/v1/matches/{match.id}", version=match.version)

    with told_in(reader.language):
        return await wired.replays.once(repeat.of(reader.actor), Match, propose, show)


@router.get("")
async def read_matches(
    narrowed: Annotated[MatchFilter, Depends(match_filter)], page: PageQuery, reader: Reading, by: MatchReader
) -> Page[MatchSummary]:
    """List the matches that you may know of, oldest first.

    Coordinators know of all, a State and a donor of their own, observers of what was agreed between public records.
    """
    found = await list_matches(
        reader.session, narrowed, reader.actor, today=by.today, after=page.after_id, limit=page.fetch
    )
    return page.of(found, key=lambda each: (each.match.id,), show=lambda each: MatchSummary.of(each, by))


@router.get("/{match_id}")
async def read_match(match_id: UUID, reader: Reading, by: MatchReader, tag: VersionTag) -> MatchView:
    """Read a match whole: what it takes, who has agreed, what was delivered, and what you may do with it now."""
    found = await find_match(reader.session, match_id, reader.actor)
    tag.answer(found.match.version)
    return MatchView.of(found, by, await facets_of(reader.session, found.match))


@router.get("/{match_id}/history")
async def read_history(match_id: UUID, reader: Reading, by: MatchReader) -> History:
    """Read what happened to a match, oldest first.

    Its parties and coordinators also read why, in the words of who said it, and see the match as it was then.
    """
    changes = await changes_of(reader.session, match_id, reader.actor)
    told = changes if by.sees_words else [replace(change, reason=None) for change in changes]
    return history_view(told, with_documents=by.sees_words)


@router.get("/{match_id}/review")
async def read_review(match_id: UUID, reader: Reading, wired: Wired) -> ReviewView:
    """Read what to look at before deciding, as a coordinator: flags to acknowledge, evidence, what stands against it.

    `interests` say why you are not impartial here, if so; somebody else has to decide then.
    """
    await must_know_match(reader.session, match_id, reader.actor)
    uow = wired.matches()
    review = await review_match(ReviewMatch(match_id), actor=reader.actor, uow=uow, clock=wired.clock)
    today = wired.clock().date()
    found = await evidence_on_match(reader.session, review.match, reader.actor, today)
    return ReviewView.of(review, found, reader.language)


@router.post("/{match_id}/revise", responses=REFUSALS)
async def post_revision(document: RevisionDocument, change: ChangeRequest) -> MatchView:
    """Set the lines anew, as a coordinator, after a refusal or an amendment: judged by today's records."""
    lines, funder_lines = document.asked()
    return await change.by(revise_match, ReviseMatch(change.match_id, lines, funder_lines, change.version))


@router.post("/{match_id}/endorse", responses=REFUSALS)
async def post_endorsement(document: EndorsementDocument, change: ChangeRequest) -> MatchView:
    """Endorse a match, as a coordinator without an interest in it: both sides are asked to hold what it takes.

    Every flag of its review has to be named in `acknowledged`. Members of a package are endorsed with it.
    """
    command = EndorseMatch(change.match_id, document.acknowledged, document.note, change.version)
    return await change.by(endorse_match, command)


@router.post("/{match_id}/reject", responses=REFUSALS)
async def post_rejection(document: ReasonDocument, change: ChangeRequest) -> MatchView:
    """Turn a match down, as a coordinator without an interest in it; what was held for it is free again."""
    return await change.by(reject_match, RejectMatch(change.match_id, document.reason(), change.version))


@router.post("/{match_id}/interests", responses=REFUSALS)
async def post_interest(document: InterestDocument, change: ChangeRequest) -> MatchView:
    """Declare, as a coordinator, that you are not impartial in a match: somebody else decides from then on."""
    return await change.by(declare_interest, DeclareInterest(change.match_id, document.text, change.version))

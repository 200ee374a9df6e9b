"""The decision log, to be read, exported and checked: it is written by decisions alone."""

from collections.abc import AsyncIterator
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from matcher.adapters.decisions.queries import (
    WHOLE_LOG,
    DecisionFilter,
    head_of,
    list_decisions,
    log_id_of,
    whole_log,
)
from matcher.api.dependencies import ReadingSession, Wired
from matcher.api.moments import Moment
from matcher.api.schemas.decision_view import CheckpointView, DecisionView
from shared.decision_log.lines import line_of
from shared.http.pages import Page, PageQuery
from shared.http.routing import service_router
from shared.identity.actor import Actor
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/decisions", tag="decisions")

JSON_LINES: Final = "application/jsonl"
_EXPORT: Final = {
    "description": "one entry a line, from the first to the last, each as the list shows it",
    "content": {JSON_LINES: {"schema": {"type": "string"}}},
}


async def decision_filter(
    match_id: UUID | None = None,
    action: str | None = None,
    since: Annotated[Moment | None, Query(alias="from", description="decided then or later")] = None,
    until: Annotated[Moment | None, Query(description="decided before then")] = None,
) -> DecisionFilter:
    """Read the list's filters."""
    return DecisionFilter(match_id, action, since, until)


@router.get("")
async def read_decisions(
    narrowed: Annotated[DecisionFilter, Depends(decision_filter)],
    page: PageQuery,
    session: ReadingSession,
    actor: CurrentActor,
) -> Page[DecisionView]:
    """List decisions in the order in which they were taken.

    Coordinators and observers read the whole log, an observer only the links of what is not public, or not decided
    yet between the parties; a State and a donor read what concerns their own matches.
    """
    key = page.after(int)
    after = 0 if key is None else key[0]
    found = await list_decisions(session, narrowed, actor, after=after, limit=page.fetch)
    return page.of(found, key=lambda entry: (entry.link.number,), show=DecisionView.of)


@router.get("/export", response_class=Response, responses={200: _EXPORT})
async def export_decisions(actor: CurrentActor, wired: Wired) -> Response:
    """Export the whole log as JSON Lines, for `accord verify-log`; for coordinators and observers."""
    actor.must_be(*WHOLE_LOG)
    return StreamingResponse(_lines(wired, actor), media_type=JSON_LINES)


@router.get("/checkpoint")
async def read_checkpoint(session: ReadingSession, actor: CurrentActor, wired: Wired) -> CheckpointView:
    """Read how far the log has come; for everybody who is signed in."""
    del actor
    head = await head_of(session)
    return CheckpointView(log_id=await log_id_of(session), version=head.number, hash=head.hash, at=wired.clock())


async def _lines(wired: Wired, actor: Actor) -> AsyncIterator[bytes]:
    async for entry in whole_log(wired.database.sessions, actor):
        yield line_of(entry)

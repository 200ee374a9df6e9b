"""Messages on a match, between its parties and the coordinators."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from matcher.adapters.dialogue.queries import count_unread, floor_of, messages_after, read_marks
from matcher.adapters.dialogue.unit_of_work import DialogueUnitOfWork
from matcher.api.dependencies import Reading, Wired
from matcher.api.schemas.message_view import (
    DialogueView,
    MessageDocument,
    MessageReceipt,
    MessageView,
    ReadingDocument,
    ReadMarkView,
)
from matcher.application.dialogue.mark_read import mark_read
from matcher.application.dialogue.send_message import send_message
from matcher.application.dialogue.speaking import listening
from matcher.domain.dialogue.message import Message
from shared.http.idempotency import IdempotencyHeader
from shared.http.idempotency_store import StoredResponse
from shared.http.pages import PageQuery
from shared.http.replays import SessionFactory
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/matches/{match_id}/messages", tag="dialogue")


async def dialogue_of(wired: Wired) -> DialogueUnitOfWork:
    """Open a unit of work over a dialogue."""
    return DialogueUnitOfWork(wired.database.sessions)


@router.post("", status_code=201, response_model=MessageReceipt)
async def post_message(
    match_id: UUID, document: MessageDocument, actor: CurrentActor, repeat: IdempotencyHeader, wired: Wired
) -> Response:
    """Write to the other parties and the coordinators; for them only, and until 90 days after the match's end.

    The answer does not repeat the text, and no event, log or decision ever contains it.
    """
    command = document.command(match_id)

    async def send(sessions: SessionFactory) -> Message:
        return await send_message(command, actor=actor, uow=DialogueUnitOfWork(sessions), clock=wired.clock)

    def show(message: Message) -> StoredResponse:
        body = MessageReceipt.of(message).model_dump(mode="json")
        return StoredResponse(201, body, location=f"/v1/matches/{match_id}/messages")

    return await wired.replays.once(repeat.of(actor), Message, send, show)


@router.get("")
async def read_messages(match_id: UUID, page: PageQuery, reader: Reading) -> DialogueView:
    """Read the messages, oldest first, with how far each side has read; reading here moves no mark."""
    session = reader.session
    voice = listening(await floor_of(session, match_id, reader.actor), reader.actor)
    key = page.after(int)
    found = await messages_after(session, match_id, key[0] if key else 0, limit=page.fetch)
    marks = await read_marks(session, match_id)
    unread = await count_unread(session, match_id, voice, marks)
    shown = page.of(found, key=lambda message: (message.number,), show=MessageView.of)
    return DialogueView.showing(shown, voice, marks, unread)


@router.post("/read")
async def post_reading(
    match_id: UUID,
    document: ReadingDocument,
    actor: CurrentActor,
    uow: Annotated[DialogueUnitOfWork, Depends(dialogue_of)],
    wired: Wired,
) -> ReadMarkView:
    """Say how far your side has read; the mark only moves forward, and is shown to everybody who may write here."""
    return ReadMarkView.of(await mark_read(document.command(match_id), actor=actor, uow=uow, clock=wired.clock))

"""Messages on a match as its parties and coordinators write and read them; who wrote is told by side only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field, StrictInt, StrictStr

from matcher.application.dialogue.mark_read import MarkRead
from matcher.application.dialogue.send_message import SendMessage
from matcher.domain.dialogue.message import LONGEST, Message
from matcher.domain.dialogue.reading import ReadMark
from matcher.domain.dialogue.voices import Side, Voice
from shared.http.documents import Part
from shared.http.pages import Page


class MessageDocument(Part):
    """What to write to the other side and the coordinators."""

    language: StrictStr = Field(description="the UN language it is written in: ar, zh, en, fr, ru or es")
    body: StrictStr = Field(description=f"at most {LONGEST} characters; shown as it is, never translated")

    def command(self, match_id: UUID) -> SendMessage:
        """Return what the document asks for."""
        return SendMessage(match_id, self.language, self.body)


class ReadingDocument(Part):
    """How far the reader's side has read."""

    up_to: StrictInt = Field(description="the number of the last message read")

    def command(self, match_id: UUID) -> MarkRead:
        """Return what the document asks for."""
        return MarkRead(match_id, self.up_to)


class MessageReceipt(Part):
    """That a message was sent, without its text: answers are kept to be repeated, and messages in one place only."""

    match_id: UUID
    number: int = Field(description="counts the messages of the match from 1, without gaps")
    side: Side
    speaker: str | None = Field(description="the State, group or organisation; null for coordinators")
    language: str
    sent_at: datetime

    @classmethod
    def of(cls, message: Message) -> Self:
        """Show a message."""
        return cls.showing(message, {"speaker": message.speaker or None})


class MessageView(MessageReceipt):
    """A message; `body` is in `language`, as its author wrote it."""

    body: str


class ReadMarkView(BaseModel):
    """How far a side has read; several people of one authority have one mark."""

    side: Side
    speaker: str | None
    up_to: int
    read_at: datetime

    @classmethod
    def of(cls, mark: ReadMark) -> Self:
        """Show a read mark."""
        return cls(side=mark.voice.side, speaker=mark.voice.speaker or None, up_to=mark.up_to, read_at=mark.read_at)


class DialogueView(Page[MessageView]):
    """Messages, oldest first, how far each side has read, and what is still unread for the reader's own."""

    reading_as: Side
    read: list[ReadMarkView]
    unread: int = Field(description="messages of others behind the mark of the reader's side")

    @classmethod
    def showing(cls, page: Page[MessageView], voice: Voice, marks: Sequence[ReadMark], unread: int) -> Self:
        """Show a page of messages to a voice."""
        read = [ReadMarkView.of(mark) for mark in marks]
        return cls(items=page.items, next=page.next, reading_as=voice.side, read=read, unread=unread)

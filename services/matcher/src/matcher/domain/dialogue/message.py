"""A message on a match: free text, which is never part of an event, the decision log, a problem document or a log."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from matcher.domain.dialogue.voices import Side
from shared.errors import FieldProblem, InvalidInput
from shared.rules.keys import key_problems
from shared.rules.wording import prose_problems
from shared.vocabulary import LANGUAGES

LONGEST: Final = 4000
"""Characters."""


@dataclass(eq=False, kw_only=True)
class Message:
    """`number` counts the messages of one match from 1 without gaps; `language` is its author's."""

    match_id: UUID
    number: int
    side: Side
    speaker: str
    language: str
    body: str = field(repr=False)
    sent_at: datetime


def must_be_sendable(language: str, body: str) -> None:
    """Raise InvalidInput, naming each field and never repeating the text, unless it is a message of a UN language."""
    problems = list(_problems(language, body))
    if problems:
        raise InvalidInput(problems)


def _problems(language: str, body: str) -> Iterator[FieldProblem]:
    yield from key_problems("/language", language, LANGUAGES, "UN language")
    yield from prose_problems("/body", body, shortest=1, longest=LONGEST)

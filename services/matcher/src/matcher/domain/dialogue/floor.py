"""A match as the dialogue on it needs to know it: whose it is, and whether people still talk about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from matcher.domain.matches.life_cycle import ENDED, Status
from matcher.domain.matches.parties import DeclaredInterest
from shared.errors import Conflict

OPEN_AFTER_THE_END: Final = timedelta(days=90)
"""How long messages may still be sent once a match has come to its end."""


@dataclass(frozen=True)
class Floor:
    """`last` is the number of the latest message; 0 where nobody has written yet."""

    match_id: UUID
    status: Status
    stage_since: datetime
    states: tuple[str, ...]
    group: str | None
    donors: tuple[str, ...]
    interests: tuple[DeclaredInterest, ...]
    last: int

    def must_be_open(self, now: datetime) -> None:
        """Raise Conflict `dialogue-closed` where the match ended too long ago."""
        if self.status in ENDED and now > self.stage_since + OPEN_AFTER_THE_END:
            detail = f"The match is {self.status}; its dialogue closed {OPEN_AFTER_THE_END.days} days after."
            raise Conflict(detail, code="dialogue-closed", status=self.status)

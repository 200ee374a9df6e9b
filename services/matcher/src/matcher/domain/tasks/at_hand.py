"""A match as far as it decides what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matcher.domain.matches.delivery import Milestone
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.parties import DeclaredInterest, Party


@dataclass(frozen=True)
class MatchAtHand:
    """`accepted` are the parties whose consent stands; `unread` counts messages to the worker's side, not its own.

    `outdated_at`, `hold_lost_at` and `unread_since` are the latest such moment, or the oldest unread message's; None
    where there was none.
    """

    match_id: UUID
    status: Status
    stale: bool
    stage_since: datetime
    deadline: datetime | None
    states: tuple[str, ...]
    group: str | None
    donors: tuple[str, ...]
    interests: tuple[DeclaredInterest, ...]
    accepted: frozenset[Party]
    milestones: tuple[Milestone, ...]
    lost_hold: bool
    outdated_at: datetime | None = None
    hold_lost_at: datetime | None = None
    unread: int = 0
    unread_since: datetime | None = None

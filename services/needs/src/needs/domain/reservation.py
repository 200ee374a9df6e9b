"""What this service holds for one match: one reservation, moved from state to state and journalled at every step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from needs.domain.demand import Demand
from needs.domain.holding import Holding, Movement, Share, Wish
from needs.domain.identifiers import ComponentId, MatchId, NeedId, ReservationId
from needs.domain.reservation_events import ANSWERS, ReservationEvent
from needs.domain.shortfall import Shortfall

ReservationStatus = Literal["held", "refused", "confirmed", "settled", "released"]
"""What is answered to the matcher."""


@dataclass(eq=False, kw_only=True)
class Reservation:
    """The answer to a match's newest version, with what is held for it.

    `version` counts the answers; `match_version` is the newest version of the match that was applied, told by the
    event `event_id`. A match that never asked for anything is remembered at version 0, unanswered and unopened, so
    that a late event of it cannot take hold. `movements` are the entries that the next commit adds to the journal.
    """

    id: ReservationId
    match_id: MatchId
    need_id: NeedId
    event_id: UUID
    created_at: datetime
    updated_at: datetime
    version: int = 0
    match_version: int = 0
    status: ReservationStatus = "released"
    holdings: list[Holding] = field(default_factory=list[Holding])
    shortfalls: tuple[Shortfall, ...] = ()
    opened_at: datetime | None = None
    events: list[ReservationEvent] = field(default_factory=list[ReservationEvent])
    movements: list[Movement] = field(default_factory=list[Movement])

    @classmethod
    def first_seen(cls, reservation_id: ReservationId, demand: Demand, now: datetime) -> Self:
        """Return an empty one for a match that was not known."""
        return cls(
            id=reservation_id,
            match_id=demand.match_id,
            need_id=demand.need_id,
            event_id=demand.event_id,
            created_at=now,
            updated_at=now,
        )

    def knows(self, match_version: int) -> bool:
        """Answer whether this or a newer version of the match was applied already."""
        return match_version <= self.match_version

    def was_asked(self) -> bool:
        """Answer whether the match ever asked for anything here."""
        return self.opened_at is not None

    def share_of(self, component_id: ComponentId) -> Share:
        """Return what is set aside of a component."""
        holding = self._holding_of(component_id)
        return Share() if holding is None else holding.share()

    def take(self, wishes: Sequence[Wish]) -> None:
        """Set aside what is wished, and note each movement for the journal."""
        for wish in wishes:
            before = self.share_of(wish.component_id)
            self._keep(wish)
            if wish.share != before:
                self.movements.append(Movement(wish.component_id, before, wish.share))

    def answer(self, demand: Demand, shortfalls: Sequence[Shortfall], now: datetime) -> None:
        """Note the match's version, and record the answer where it is a new one or is waited for."""
        said: tuple[ReservationStatus, tuple[Shortfall, ...]]
        said = ("refused" if shortfalls else demand.standing, tuple(shortfalls))
        is_new = bool(self.movements) or said != (self.status, self.shortfalls)
        self.match_version, self.event_id = demand.match_version, demand.event_id
        if is_new or demand.wants_an_answer:
            self.status, self.shortfalls = said
            self.version += 1
            self.updated_at = now
            self.opened_at = self.opened_at or now
            self.events.append(ANSWERS[self.status](self.id, now))

    def _holding_of(self, component_id: ComponentId) -> Holding | None:
        return next((each for each in self.holdings if each.component_id == component_id), None)

    def _keep(self, wish: Wish) -> None:
        holding = self._holding_of(wish.component_id)
        if wish.share.is_nothing():
            self.holdings[:] = [each for each in self.holdings if each is not holding]
            return
        if holding is None:
            holding = Holding(component_id=wish.component_id, position=len(self.holdings))
            self.holdings.append(holding)
        holding.restate(wish.share)

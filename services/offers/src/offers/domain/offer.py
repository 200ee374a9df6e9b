"""The offer: the aggregate that a donor posts, amends, opens, pauses and ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from offers.domain.ceiling import Ceiling
from offers.domain.details import OfferDetails, OfferKind, plain_fields
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.events import (
    OfferAmended,
    OfferClosed,
    OfferEvent,
    OfferLedgerChanged,
    OfferOpened,
    OfferPaused,
    OfferReconfirmed,
    OfferRegistered,
    OfferReminded,
    OfferResumed,
)
from offers.domain.holding import Movement
from offers.domain.identifiers import LineId, OfferId
from offers.domain.ledger import move, status_from_ledger
from offers.domain.life_cycle import CONFIRMATION_PERIOD, STANDING, OfferStatus, must_allow
from offers.domain.line import OfferLine
from offers.domain.line_list import amended_lines
from offers.domain.rules.amendment import must_be_a_valid_amendment
from offers.domain.rules.registration import must_be_a_valid_registration
from offers.domain.rules.timing import must_not_be_over
from offers.domain.state_account import StateAccount, charge, follow_ceiling
from offers.domain.visibility import Visibility
from shared.identifiers import new_id
from shared.rules.reasons import must_be_a_valid_reason
from shared.statements.contacts import Contact
from shared.statements.provenance import Provenance
from shared.statements.texts import Text
from shared.statements.windows import Window


@dataclass(eq=False, kw_only=True)
class Offer:
    """Assistance that one donor offers; every change goes through its methods, which record what happened.

    `donor.organisation` owns it and, with `external_id`, makes it unique. `version` is 0 until the first commit.
    `opened_at` is None until it has left draft. `statement` is the version at which its donor last stated its content.
    While it stands or is paused it ends after `confirm_by` unless confirmed; it was reminded of that at
    `reminded_at`, once in each period. A refused change leaves it exactly as it was.
    """

    id: OfferId
    external_id: str | None
    donor: Donor
    instrument: str | None
    implementer: str | None
    kind: OfferKind
    texts: tuple[Text, ...]
    lines: list[OfferLine]
    eligibility: Eligibility
    applicants: tuple[str, ...]
    working_languages: tuple[str, ...]
    window: Window
    call: Window
    conditions: tuple[str, ...]
    condition_notes: str
    per_state_ceiling: Ceiling | None
    delivery_model: str
    visibility: Visibility
    contact: Contact | None
    provenance: Provenance
    created_at: datetime
    updated_at: datetime
    version: int = 0
    statement: int = 1
    status: OfferStatus = "draft"
    closing_reason: str | None = None
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirm_by: date | None = None
    reminded_at: datetime | None = None
    accounts: list[StateAccount] = field(default_factory=list[StateAccount])
    events: list[OfferEvent] = field(default_factory=list[OfferEvent])

    @classmethod
    def register(cls, details: OfferDetails, now: datetime) -> Self:
        """Return a new draft; raises InvalidInput naming every field that is wrong."""
        must_be_a_valid_registration(details)
        offer = cls(
            id=OfferId(new_id()),
            lines=amended_lines((), details.lines),
            created_at=now,
            updated_at=now,
            **plain_fields(details),
        )
        offer.events.append(OfferRegistered(offer.id, now))
        return offer

    def amend(self, details: OfferDetails, now: datetime, reason: str | None = None) -> None:
        """Restate the offer whole; lines named by id keep their identity and their ledger.

        The status follows the ledger: a raised pledge opens an exhausted offer. Raises InvalidInput naming every
        wrong field, and Conflict `offer-closed`, `line-in-use`, `pledge-below-commitments`, `ceiling-measure-in-use` or
        `ceiling-below-commitments`.
        """
        must_allow("amend", self.status)
        must_be_a_valid_amendment(
            details, self.details(), today=now.date(), stands=self.status in STANDING, reason=reason
        )
        amended = amended_lines(self.lines, details.lines)
        follow_ceiling(self.accounts, self.lines, self.per_state_ceiling, details.per_state_ceiling)
        self.lines = amended
        for name, value in plain_fields(details).items():
            setattr(self, name, value)
        self.status = status_from_ledger(self.status, self.lines)
        self.statement = self.version + 1
        self._record(OfferAmended(self.id, now, reason))

    def open(self, now: datetime, period: timedelta = CONFIRMATION_PERIOD) -> None:
        """Let the draft stand as an offer; raises InvalidInput where its window or call ended before today (UTC)."""
        must_allow("open", self.status)
        self._stand(now)
        self.opened_at = now
        self.statement = self.version + 1
        self._confirm(now, period)
        self._record(OfferOpened(self.id, now))

    def reconfirm(self, now: datetime, period: timedelta = CONFIRMATION_PERIOD) -> None:
        """Say that the offer still stands, which starts a new confirmation period."""
        must_allow("reconfirm", self.status)
        self._confirm(now, period)
        self._record(OfferReconfirmed(self.id, now))

    def remind(self, now: datetime) -> None:
        """Note that its donor was told that it has to be confirmed."""
        self.reminded_at = now
        self._record(OfferReminded(self.id, now))

    def is_overdue(self, today: date) -> bool:
        """Answer whether the last day on which it stood without being confirmed is over."""
        return self.confirm_by is not None and self.confirm_by < today

    def lapse(self, now: datetime) -> None:
        """End an offer that nobody confirmed in its period."""
        self._close(f"not confirmed by {self.confirm_by}", now)

    def book(self, movements: Sequence[Movement], now: datetime) -> None:
        """Move the ledger as a match's holdings moved; the status follows it."""
        for movement in movements:
            line = self.line(movement.line_id)
            if line is not None:
                move(line, movement.before, movement.after)
            charge(self.accounts, movement.charge_changes(), self.per_state_ceiling)
        if any(movement.moves_the_ledger() for movement in movements):
            self.status = status_from_ledger(self.status, self.lines)
            self._record(OfferLedgerChanged(self.id, now))

    def line(self, line_id: LineId) -> OfferLine | None:
        """Return a line, if it is one of this offer."""
        return next((line for line in self.lines if line.id == line_id), None)

    def pause(self, reason: str, now: datetime) -> None:
        """Take no new matches, for a stated reason, until resumed; what is engaged stays engaged."""
        must_allow("pause", self.status)
        must_be_a_valid_reason(reason)
        self.status = "paused"
        self._record(OfferPaused(self.id, now, reason))

    def resume(self, now: datetime) -> None:
        """Take matches again, if the window and the call are not over by now."""
        must_allow("resume", self.status)
        self._stand(now)
        self._record(OfferResumed(self.id, now))

    def close(self, reason: str, now: datetime) -> None:
        """End the offer for good, for a stated reason; its ledger stays for what was agreed before."""
        must_allow("close", self.status)
        must_be_a_valid_reason(reason)
        self._close(reason, now)

    def details(self) -> OfferDetails:
        """Return what the donor said, line ids included: amending with it changes nothing."""
        return OfferDetails(lines=tuple(line.details() for line in self.lines), **plain_fields(self))

    def _stand(self, now: datetime) -> None:
        must_not_be_over(self.window, self.call, today=now.date())
        self.status = status_from_ledger("open", self.lines)

    def _confirm(self, now: datetime, period: timedelta) -> None:
        self.confirmed_at, self.confirm_by, self.reminded_at = now, (now + period).date(), None

    def _close(self, reason: str, now: datetime) -> None:
        self.status, self.closing_reason, self.confirm_by = "closed", reason, None
        self._record(OfferClosed(self.id, now, reason))

    def _record(self, event: OfferEvent) -> None:
        self.updated_at = event.at
        self.events.append(event)

"""The offer: the aggregate that a donor posts, amends, opens, pauses and ends."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from offers.domain.ceiling import Ceiling
from offers.domain.details import OfferDetails, OfferKind, plain_fields
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.events import (
    OfferAmended,
    OfferClosed,
    OfferEvent,
    OfferOpened,
    OfferPaused,
    OfferRegistered,
    OfferResumed,
)
from offers.domain.identifiers import OfferId
from offers.domain.ledger import status_from_ledger
from offers.domain.life_cycle import STANDING, OfferStatus, must_allow
from offers.domain.line import OfferLine
from offers.domain.line_list import amended_lines
from offers.domain.rules.amendment import must_be_a_valid_amendment
from offers.domain.rules.registration import must_be_a_valid_registration
from offers.domain.rules.timing import must_not_be_over
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
    `opened_at` is None until it has left draft. A refused change leaves it exactly as it was.
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
    status: OfferStatus = "draft"
    closing_reason: str | None = None
    opened_at: datetime | None = None
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
        wrong field, and Conflict `offer-closed`, `line-in-use` or `pledge-below-commitments`.
        """
        must_allow("amend", self.status)
        must_be_a_valid_amendment(
            details, self.details(), today=now.date(), stands=self.status in STANDING, reason=reason
        )
        self.lines = amended_lines(self.lines, details.lines)
        for name, value in plain_fields(details).items():
            setattr(self, name, value)
        self.status = status_from_ledger(self.status, self.lines)
        self._record(OfferAmended(self.id, now, reason))

    def open(self, now: datetime) -> None:
        """Let the draft stand as an offer; raises InvalidInput where its window or call ended before today (UTC)."""
        must_allow("open", self.status)
        self._stand(now)
        self.opened_at = now
        self._record(OfferOpened(self.id, now))

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
        self.status = "closed"
        self.closing_reason = reason
        self._record(OfferClosed(self.id, now, reason))

    def details(self) -> OfferDetails:
        """Return what the donor said, line ids included: amending with it changes nothing."""
        return OfferDetails(lines=tuple(line.details() for line in self.lines), **plain_fields(self))

    def _stand(self, now: datetime) -> None:
        must_not_be_over(self.window, self.call, today=now.date())
        self.status = status_from_ledger("open", self.lines)

    def _record(self, event: OfferEvent) -> None:
        self.updated_at = event.at
        self.events.append(event)

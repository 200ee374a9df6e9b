"""The need: the aggregate that a State posts, amends, circulates and ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Self

from needs.domain.background import Gender, ReceivedHelp, ServedGoal, SourceReport, Sustainability
from needs.domain.component import NeedComponent
from needs.domain.component_list import amended_components
from needs.domain.consent import Consent
from needs.domain.coverage import is_delivered_in_full, status_from_coverage
from needs.domain.details import NeedDetails, plain_fields
from needs.domain.events import (
    NeedAmended,
    NeedClosed,
    NeedCoverageChanged,
    NeedEvent,
    NeedExpired,
    NeedOpened,
    NeedReconfirmed,
    NeedRegistered,
    NeedReminded,
    NeedWithdrawn,
)
from needs.domain.holding import Movement
from needs.domain.identifiers import MatchId, NeedId
from needs.domain.institutions import Authority, Contact
from needs.domain.life_cycle import (
    CIRCULATED,
    CONFIRMATION_PERIOD,
    ClosedAs,
    NeedStatus,
    must_allow,
)
from needs.domain.provenance import Provenance
from needs.domain.rules.amendment import must_be_a_valid_amendment
from needs.domain.rules.circulation import must_be_fit_to_circulate
from needs.domain.rules.registration import must_be_a_valid_registration
from needs.domain.specificity import Specificity, assess
from needs.domain.visibility import Sensitive, Visibility
from shared.errors import Conflict
from shared.identifiers import new_id
from shared.rules.reasons import must_be_a_valid_reason
from shared.statements.texts import Text
from shared.statements.windows import Window

DELIVERED_IN_FULL: Final = "delivered in full"
"""The reason that closes a need by itself."""


@dataclass(eq=False, kw_only=True)
class Need:
    """Assistance that one or more States ask for; every change goes through its methods, which record what happened.

    `lead` is the group's key, or else the lead State: who speaks for the need, and with `external_id` what makes it
    unique. `version` is 0 until the first commit; `statement` is the version at which its author last said something
    of its content. `opened_at` is None until its State has agreed to circulate it. `stands_until` is the last day of
    its period of confirmation, and `reminded_at` when its State was told in this period that it ends.
    """

    id: NeedId
    lead: str
    states: tuple[str, ...]
    group: str | None
    external_id: str | None
    texts: tuple[Text, ...]
    components: list[NeedComponent]
    all_or_nothing: bool
    priority: int
    deadline: date | None
    window: Window
    shortest_useful_days: int
    working_languages: tuple[str, ...]
    life_cycle_stages: tuple[str, ...]
    new_technology: bool
    target_groups: tuple[str, ...]
    applicants: tuple[str, ...]
    conditions_met: tuple[str, ...]
    authority: Authority | None
    contact: Contact | None
    received: tuple[ReceivedHelp, ...]
    sustainability: Sustainability
    gender: Gender
    serves: ServedGoal | None
    source_report: SourceReport | None
    sensitive: Sensitive
    visibility: Visibility
    provenance: Provenance
    created_at: datetime
    updated_at: datetime
    version: int = 0
    statement: int = 0
    status: NeedStatus = "draft"
    closed_as: ClosedAs | None = None
    closing_reason: str | None = None
    consent: Consent | None = None
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    stands_until: date | None = None
    reminded_at: datetime | None = None
    events: list[NeedEvent] = field(default_factory=list[NeedEvent])

    @classmethod
    def register(cls, details: NeedDetails, now: datetime) -> Self:
        """Return a new draft; raises InvalidInput naming every field that is wrong."""
        lead = must_be_a_valid_registration(details, today=now.date())
        need = cls(
            id=NeedId(new_id()),
            lead=lead,
            components=amended_components((), details.components),
            created_at=now,
            updated_at=now,
            **plain_fields(details),
        )
        need._state(NeedRegistered, now)
        return need

    def amend(self, details: NeedDetails, now: datetime, reason: str | None = None) -> None:
        """Restate the need whole; components named by id keep their identity and their coverage.

        Raises InvalidInput naming every wrong field, and Conflict `need-closed` or `component-in-use`.
        """
        must_allow("amend", self.status)
        must_be_a_valid_amendment(
            details, self.details(), today=now.date(), circulated=self.status in CIRCULATED, reason=reason
        )
        self.components[:] = amended_components(self.components, details.components)
        for name, value in plain_fields(details).items():
            setattr(self, name, value)
        if self.status in CIRCULATED:
            self.status = status_from_coverage(self.components)
        self._state(NeedAmended, now, reason)

    def open(
        self, *, consent: bool, insist: bool, by: str, now: datetime, stands_for: timedelta = CONFIRMATION_PERIOD
    ) -> None:
        """Put the draft into circulation: the State, through the subject `by`, agrees (consent gate 1, BMS7 101).

        Raises Conflict `need-without-components`, `consent-required` or, unless the State insists, `need-too-vague`
        with the score and the coaching; InvalidInput where the deadline or the window is already past.
        """
        must_allow("open", self.status)
        specificity = self.specificity()
        must_be_fit_to_circulate(self.details(), specificity, consent=consent, insist=insist, today=now.date())
        self.consent = Consent(consented_by=by, consented_at=now, insisted=specificity.is_too_vague())
        self.opened_at = now
        self._confirm(now, stands_for)
        self.status = status_from_coverage(self.components)
        self._state(NeedOpened, now)

    def reconfirm(self, now: datetime, stands_for: timedelta = CONFIRMATION_PERIOD) -> None:
        """Say that the need still stands, which starts a new confirmation period."""
        must_allow("reconfirm", self.status)
        self._confirm(now, stands_for)
        self._record(NeedReconfirmed, now)

    def cover(self, match_id: MatchId, movements: Sequence[Movement], now: datetime) -> None:
        """Count what a match holds, promises or has delivered anew; what is delivered in full is fulfilled."""
        components = {component.id: component for component in self.components}
        for movement in movements:
            components[movement.component_id].cover(movement.before, movement.after, match_id)
        self._record(NeedCoverageChanged, now)
        if self.status in CIRCULATED:
            self.status = status_from_coverage(self.components)
            if is_delivered_in_full(self.components):
                self._end("fulfilled", DELIVERED_IN_FULL)
                self._record(NeedClosed, now, DELIVERED_IN_FULL)

    def withdraw(self, reason: str, now: datetime) -> None:
        """Take the need back, circulated or not, for a stated reason."""
        must_allow("withdraw", self.status)
        must_be_a_valid_reason(reason)
        self._end("withdrawn", reason)
        self._record(NeedWithdrawn, now, reason)

    def close(self, reason: str, now: datetime) -> None:
        """Declare the need fulfilled, for a stated reason; a draft can only be withdrawn."""
        must_allow("close", self.status)
        must_be_a_valid_reason(reason)
        self._end("fulfilled", reason)
        self._record(NeedClosed, now, reason)

    def remind(self, now: datetime) -> None:
        """Tell the State that the need has to be confirmed soon; raises Conflict `already-reminded` in this period."""
        must_allow("remind", self.status)
        if self.reminded_at is not None:
            raise Conflict("The State was reminded in this period already.", code="already-reminded")
        self.reminded_at = now
        self._record(NeedReminded, now)

    def expire(self, now: datetime) -> None:
        """End a need that nobody confirmed in its period; raises Conflict `confirmation-not-due` before that."""
        must_allow("expire", self.status)
        due = self.confirm_by()
        if due is None or now.date() <= due:
            raise Conflict(f"The need stands until {due}.", code="confirmation-not-due", confirm_by=str(due))
        reason = f"not confirmed by {due}"
        self._end("expired", reason)
        self._record(NeedExpired, now, reason)

    def confirm_by(self) -> date | None:
        """Return the last day on which the need stands unless confirmed again; None for a draft or a closed need."""
        return self.stands_until if self.status in CIRCULATED else None

    def specificity(self) -> Specificity:
        """Return the score 0..100 with the concrete things that are missing."""
        return assess(self.details())

    def details(self) -> NeedDetails:
        """Return what the author said, component ids included: amending with it changes nothing."""
        components = tuple(component.details() for component in self.components)
        return NeedDetails(components=components, **plain_fields(self))

    def _end(self, closed_as: ClosedAs, reason: str) -> None:
        self.status = "closed"
        self.closed_as = closed_as
        self.closing_reason = reason

    def _confirm(self, now: datetime, stands_for: timedelta) -> None:
        self.confirmed_at = now
        self.stands_until = (now + stands_for).date()
        self.reminded_at = None

    def _state(self, happened: type[NeedEvent], now: datetime, reason: str | None = None) -> None:
        self.statement = self.version + 1
        self._record(happened, now, reason)

    def _record(self, happened: type[NeedEvent], now: datetime, reason: str | None = None) -> None:
        self.updated_at = now
        self.events.append(happened(self.id, now, reason))

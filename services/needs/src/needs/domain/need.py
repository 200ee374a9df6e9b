"""The need: the aggregate that a State posts, amends, circulates and ends."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from needs.domain.background import Gender, ReceivedHelp, ServedGoal, SourceReport, Sustainability
from needs.domain.component import NeedComponent
from needs.domain.component_list import amended_components
from needs.domain.consent import Consent
from needs.domain.coverage import status_from_coverage
from needs.domain.details import NeedDetails, plain_fields
from needs.domain.events import (
    NeedAmended,
    NeedClosed,
    NeedEvent,
    NeedExpired,
    NeedOpened,
    NeedReconfirmed,
    NeedRegistered,
    NeedWithdrawn,
)
from needs.domain.identifiers import NeedId
from needs.domain.institutions import Authority, Contact
from needs.domain.life_cycle import (
    CIRCULATED,
    ClosedAs,
    NeedStatus,
    confirmation_due,
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


@dataclass(eq=False, kw_only=True)
class Need:
    """Assistance that one or more States ask for; every change goes through its methods, which record what happened.

    `lead` is the group's key, or else the lead State: who speaks for the need, and with `external_id` what makes it
    unique. `version` is 0 until the first commit. `opened_at` is None until its State has agreed to circulate it.
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
    status: NeedStatus = "draft"
    closed_as: ClosedAs | None = None
    closing_reason: str | None = None
    consent: Consent | None = None
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
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
        need._record(NeedRegistered, now)
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
        self._record(NeedAmended, now, reason)

    def open(self, *, consent: bool, insist: bool, by: str, now: datetime) -> None:
        """Put the draft into circulation: the State, through the subject `by`, agrees (consent gate 1, BMS7 101).

        Raises Conflict `need-without-components`, `consent-required` or, unless the State insists, `need-too-vague`
        with the score and the coaching; InvalidInput where the deadline or the window is already past.
        """
        must_allow("open", self.status)
        specificity = self.specificity()
        must_be_fit_to_circulate(self.details(), specificity, consent=consent, insist=insist, today=now.date())
        self.consent = Consent(consented_by=by, consented_at=now, insisted=specificity.is_too_vague())
        self.opened_at = self.confirmed_at = now
        self.status = status_from_coverage(self.components)
        self._record(NeedOpened, now)

    def reconfirm(self, now: datetime) -> None:
        """Say that the need still stands, which starts a new confirmation period."""
        must_allow("reconfirm", self.status)
        self.confirmed_at = now
        self._record(NeedReconfirmed, now)

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
        return confirmation_due(self.status, self.confirmed_at)

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

    def _record(self, happened: type[NeedEvent], now: datetime, reason: str | None = None) -> None:
        self.updated_at = now
        self.events.append(happened(self.id, now, reason))

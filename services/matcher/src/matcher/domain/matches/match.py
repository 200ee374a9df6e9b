"""The match: one need and the offers that answer it, moved by coordinators, parties, both ledgers and the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from matcher.domain.matches import events as happening
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.delivery import Delivery, DeliveryPlan, after_delivery, measured
from matcher.domain.matches.delivery_rules import must_be_deliverable, planned_anew
from matcher.domain.matches.evaluation import Evaluation
from matcher.domain.matches.evaluation_rules import must_be_an_evaluation
from matcher.domain.matches.events import MatchEvent
from matcher.domain.matches.holds import Answer, Hold, is_news, keep_answer
from matcher.domain.matches.life_cycle import AGREED, ENDED, Action, Status, Who, transition_of
from matcher.domain.matches.line import Lines, MatchLine, must_be_distinct
from matcher.domain.matches.origin import Between, Judgement, Origin
from matcher.domain.matches.parties import Acceptance, DeclaredInterest, Party, consent_of, parties_of
from matcher.domain.matches.reasons import Reason
from matcher.domain.matches.review import AcknowledgedFlag, Endorsement
from matcher.domain.matches.stage_clock import deadline_of
from matcher.domain.matches.statements import newer_statements
from shared.errors import Conflict
from shared.identifiers import new_id


@dataclass(eq=False, kw_only=True)
class Match:
    """Every change goes through its methods, which record what happened; a refused change leaves it as it was.

    `hold_version` is the version that asked both sides to hold. `stale` = a record was amended since it was judged: no
    step forward until it is confirmed anew.
    """

    id: UUID
    need_id: UUID
    offer_id: UUID
    funder_offer_id: UUID | None
    package_id: UUID | None
    states: tuple[str, ...]
    group: str | None
    donors: tuple[str, ...]
    origin: Origin
    judgement: Judgement
    status: Status
    stage_since: datetime
    deadline: datetime | None
    created_at: datetime
    updated_at: datetime
    lines: list[MatchLine]
    version: int = 0
    stale: bool = False
    need_statement: int = 0
    offer_statement: int = 0
    funder_statement: int = 0
    offers_hold: Hold = "none"
    needs_hold: Hold = "none"
    hold_version: int | None = None
    offers_answered: int = 0
    needs_answered: int = 0
    shortfalls: tuple[dict[str, Any], ...] = ()
    acknowledged: tuple[AcknowledgedFlag, ...] = ()
    interests: tuple[DeclaredInterest, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    plan: DeliveryPlan = field(default_factory=DeliveryPlan)
    deliveries: tuple[Delivery, ...] = ()
    evaluation: Evaluation | None = None
    endorsed_by: str | None = None
    reason_code: str | None = None
    reason_text: str | None = None
    reminded_at: datetime | None = None
    events: list[MatchEvent] = field(default_factory=list[MatchEvent])

    @property
    def opened_at(self) -> datetime:
        """Since when others may know of it: a match travels from its proposal on."""
        return self.created_at

    @classmethod
    def propose(
        cls,
        between: Between,
        origin: Origin,
        judgement: Judgement,
        lines: Sequence[MatchLine],
        at: Moment,
        *,
        funder_statement: int = 0,
    ) -> Self:
        """Return a new match with these lines; nothing is held for it."""
        match = cls(
            id=new_id(),
            **vars(between),
            origin=origin,
            judgement=judgement,
            status="proposed",
            stage_since=at.now,
            deadline=at.periods.deadline("proposed", at.now),
            created_at=at.now,
            updated_at=at.now,
            lines=[],
            need_statement=judgement.need_statement,
            offer_statement=judgement.offer_statement,
            funder_statement=funder_statement,
        )
        match._place(lines)
        match.events.append(happening.MatchProposed(match.id, at.now, None, facts={"origin": origin.kind}))
        return match

    def add(self, lines: Sequence[MatchLine], at: Moment) -> None:
        """Propose further lines of the same need and offers, while it is only proposed."""
        if self.status != "proposed":
            raise Conflict(f"The match is {self.status}; lines are added to a proposed one only.", code="match-status")
        self._place([*self.lines, *lines])
        self._record(happening.MatchRevised, at)

    def revise(
        self, lines: Lines, judgement: Judgement, at: Moment, *, states: tuple[str, ...] = (), funder_statement: int = 0
    ) -> None:
        """Propose other quantities, judged by today's records; what made it stale is taken into account by that."""
        before = self._move("revise", "coordinator", at)
        self.judgement, self.funder_statement, self.states = judgement, funder_statement, states or self.states
        self.need_statement, self.offer_statement = judgement.need_statement, judgement.offer_statement
        self.stale, self.shortfalls, self.acknowledged, self.acceptances = False, (), (), ()
        self.offers_hold = self.needs_hold = "none"
        self.hold_version = None
        self._place(lines)
        self._record(happening.MatchRevised, at, before)

    def endorse(self, said: Endorsement, at: Moment) -> None:
        """Ask both sides to hold. The caller has seen to four eyes and to the flags."""
        self.must_be_endorsable()
        self.endorsed_by, self.acknowledged, self.shortfalls = said.by, said.acknowledged, ()
        self.judgement = said.judgement or self.judgement
        self.offers_hold = self.needs_hold = "asked"
        self.hold_version, self.offers_answered, self.needs_answered = self.version + 1, 0, 0
        self._step("endorse", happening.MatchEndorsed, "coordinator", at, facts=said.facts, reason=said.note)

    def must_be_endorsable(self) -> None:
        """Raise Conflict `match-status` or `match-stale` unless it is proposed and nothing was amended since."""
        transition_of("endorse", self.status, "coordinator")
        self._must_be_fresh("endorse")

    def take_answer(self, answer: Answer, at: Moment) -> bool:
        """Take in what a side says it holds; False, and nothing changes, where that is no news."""
        if not is_news(answer, self):
            return False
        keep_answer(answer, self)
        if self.status == "endorsed" and self.offers_hold == self.needs_hold == "held":
            self._step("hold", happening.MatchReserved, "accord", at)
        elif answer.refuses and self.status in {"endorsed", "reserved"}:
            self.refuse(answer.facts, at)
        else:
            kind = happening.HoldLost if answer.refuses and self.status in AGREED else happening.SideAnswered
            self._record(kind, at, facts=answer.facts)
        return True

    def refuse(self, facts: Mapping[str, Any], at: Moment) -> None:
        """Give back what is held for it: a side, or another match of its package, could not be held."""
        self._step("refuse", happening.MatchRefused, "accord", at, facts=facts)
        self.acceptances = ()

    def accept(self, party: Party, by: str, at: Moment) -> None:
        """Consent as a party (gate 2); the last one confirms, or confirms anew what an amendment made stale.

        Conflict `already-accepted` where the party has, to the match as it stands.
        """
        transition_of("accept", self.status, party.kind)
        if any(each.party == party for each in self.acceptances):
            raise Conflict(f"{party.key} has accepted this match already.", code="already-accepted")
        consent = consent_of(party, by, at.now, self)
        self.acceptances = (*self.acceptances, consent)
        self._record(happening.MatchAccepted, at, facts={"party": party.key, **consent.statements})
        if {each.party for each in self.acceptances} >= set(parties_of(self)):
            self._all_have_accepted(at)

    def set_plan(self, plan: DeliveryPlan, party: Party, at: Moment) -> None:
        """Set the milestones still to come and the indicators; milestones that were reached stay as they are."""
        transition_of("plan", self.status, party.kind)
        self._must_be_fresh("plan")
        self.plan = planned_anew(plan, self.plan, self.lines)
        self._set_deadline(at)
        facts = {"party": party.key, "milestones": len(plan.milestones), "indicators": len(plan.indicators)}
        self._record(happening.DeliveryPlanned, at, facts=facts)

    def report_delivery(self, delivery: Delivery, at: Moment) -> None:
        """Count what has come; when all of every line has, delivery is complete by itself."""
        who = delivery.reported_by.kind
        transition_of("deliver", self.status, who)
        self._must_be_fresh("deliver")
        must_be_deliverable(delivery, self.plan, self.lines, today=at.now.date())
        before = self._move("deliver", who, at)
        self.plan = after_delivery(delivery, self.plan, self.lines)
        self.deliveries = (*self.deliveries, delivery)
        facts = {"party": delivery.reported_by.key, "on": delivery.on.isoformat(), "milestone": delivery.milestone}
        self._record(happening.DeliveryReported, at, before, facts=facts)
        if all(line.is_delivered_in_full() for line in self.lines):
            self._step("complete", happening.MatchDelivered, "accord", at)

    def complete(self, party: Party, at: Moment) -> None:
        """Say that no more will come; what was agreed and has not come is free again."""
        transition_of("complete", self.status, party.kind)
        self._must_be_fresh("complete")
        self._step("complete", happening.MatchDelivered, party.kind, at, facts={"party": party.key})

    def evaluate(self, evaluation: Evaluation, party: Party, at: Moment) -> None:
        """Keep the State's evaluation (gate 3), every indicator of the plan with its actual value."""
        transition_of("evaluate", self.status, party.kind)
        must_be_an_evaluation(evaluation, self.plan)
        self.plan = measured(self.plan, evaluation.indicators)
        self.evaluation = evaluation
        self._step("evaluate", happening.MatchEvaluated, party.kind, at, facts=evaluation.marks)

    def reject(self, reason: Reason, at: Moment) -> None:
        """Turn it down as a coordinator."""
        self._leave("reject", "coordinator", reason, at)

    def decline(self, party: Party, reason: Reason, at: Moment) -> None:
        """Turn it down as a party."""
        self._leave("decline", party.kind, reason, at, party=party.key)

    def dissolve(self, who: Who, reason: Reason, at: Moment) -> None:
        """End it after all; what was delivered stays counted."""
        self._leave("dissolve", who, reason, at)

    def expire(self, reason: Reason, at: Moment) -> None:
        """End it because its deadline has passed; Conflict `deadline-not-passed` before that."""
        transition_of("expire", self.status, "accord")
        if self.deadline is None or at.now < self.deadline:
            raise Conflict(f"The match may stand until {self.deadline}.", code="deadline-not-passed")
        self._leave("expire", "accord", reason, at)

    def remind(self, at: Moment) -> None:
        """Tell everyone concerned that the deadline is near."""
        self.reminded_at = at.now
        self._record(happening.MatchReminded, at)

    def declare_interest(self, interest: DeclaredInterest, at: Moment) -> None:
        """Show that a coordinator is not impartial here."""
        self.interests = (*self.interests, interest)
        self._record(happening.InterestDeclared, at, facts={"by": interest.organisation}, reason=interest.text)

    def notice_statements(
        self, *, need: int | None = None, offers: Mapping[UUID, int] | None = None, at: Moment
    ) -> bool:
        """Take notice of a newer statement of a record: consents are void, and the match waits to be confirmed anew."""
        newer = newer_statements(self, need, offers or {})
        if not newer or self.status in {*ENDED, "delivered"}:
            return False
        for name, statement in newer.items():
            setattr(self, name, statement)
        self.stale, self.acceptances = True, ()
        self._record(happening.MatchOutdated, at, facts=newer)
        return True

    def _all_have_accepted(self, at: Moment) -> None:
        renewed, self.stale = self.stale, False
        if self.status == "reserved":
            self._step("confirm", happening.MatchConfirmed, "accord", at)
        elif renewed:
            self._record(happening.MatchRenewed, at)

    def _leave(self, action: Action, who: Who, reason: Reason, at: Moment, **facts: str) -> None:
        self._step(action, happening.LEAVING[action], who, at, facts=facts, reason=reason.text, code=reason.code)
        self.reason_code, self.reason_text = reason.code, reason.text
        self.offers_hold = self.needs_hold = "none"

    def _step(self, action: Action, kind: type[MatchEvent], who: Who, at: Moment, **said: Any) -> None:
        before = self._move(action, who, at)
        self._record(kind, at, before, **said)

    def _move(self, action: Action, who: Who, at: Moment) -> Status:
        before, row = self.status, transition_of(action, self.status, who)
        if row.after is not None and row.after != before:
            self.status, self.stage_since = row.after, at.now
            self._set_deadline(at)
        return before

    def _set_deadline(self, at: Moment) -> None:
        self.reminded_at = None
        self.deadline = deadline_of(self.status, self.stage_since, self.plan, at.periods)

    def _must_be_fresh(self, action: Action) -> None:
        if self.stale:
            detail = f"The need or an offer was amended since; to {action}, the match has to be confirmed anew first."
            raise Conflict(detail, code="match-stale")

    def _place(self, lines: Sequence[MatchLine]) -> None:
        must_be_distinct(lines)
        for position, line in enumerate(lines):
            line.position = position
        self.lines[:] = lines

    def _record(self, kind: type[MatchEvent], at: Moment, before: Status | None = None, **said: Any) -> None:
        self.updated_at = at.now
        self.events.append(kind(self.id, at.now, before or self.status, **said))

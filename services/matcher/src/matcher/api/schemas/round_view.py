"""A round as coordinators read it: what was asked, how it goes, and everything that it came to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.round_document import RoundDocument
from matcher.api.schemas.round_plan import PlanRecords, PlanView
from matcher.application.rounds.ports import ChangedRecord
from matcher.domain.round_life import Round
from matcher.domain.rounds.outcome import Binding, Outcome, Refused
from matcher.domain.sentences import tell
from shared.geography import load_geography
from shared.http.documents import Part
from shared.vocabulary import load_vocabulary


def sentence(message_key: str, facts: Mapping[str, Any], language: str) -> str:
    """Return a message in the reader's language; its key where it has no words any more, for outcomes outlive them."""
    try:
        return tell(message_key, facts, language, load_vocabulary(), load_geography())
    except KeyError:
        return message_key


class RoundSummary(BaseModel):
    """A round as lists show it."""

    id: UUID
    status: str = Field(description="queued, running, done, failed, cancelled or refused")
    requested_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    settings: RoundDocument

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Show the round of a row."""
        return cls.model_validate(dict(row) | {"settings": RoundDocument.kept(row["settings"])})

    @classmethod
    def of_round(cls, asked: Round) -> Self:
        """Show a round that was just asked for or cancelled."""
        return cls.of(vars(asked))


class BindingView(BaseModel):
    """A limit that the plan came up against; `gain` is millionths of the covered share for `more` of its unit."""

    kind: str
    ids: tuple[str, ...]
    more: int
    gain: int
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, binding: Binding, language: str) -> Self:
        """Tell a binding limit in a language."""
        told = sentence(binding.message_key, binding.facts, language)
        return cls.model_validate(vars(binding) | {"sentence": told})


class RefusedPinView(BaseModel):
    """A pin that no plan can hold, and why."""

    component_id: UUID
    line_id: UUID
    reason: str
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, refused: Refused, language: str) -> Self:
        """Tell a refused pin in a language."""
        told = sentence(refused.message_key, refused.facts, language)
        return cls.model_validate(vars(refused) | {"sentence": told})


class OutcomeView(BaseModel):
    """What a round came to, verified by the checker; the same `digest` means the same result."""

    digest: str = Field(description="SHA-256 over the inputs, the solver and its version")
    input_digest: str
    solver: str
    solver_version: str
    method: str = Field(description="exact or large_scale")
    stopped: str = Field(description="optimal, gap_reached, effort or clock: the weakest of what stopped the levels")
    notices: list[str] = Field(description="what a reader must know before relying on it")
    plan: PlanView
    greedy: PlanView = Field(description="what a careful clerk would do, for comparison")
    alternatives: list[PlanView]
    bindings: list[BindingView]
    infeasible: list[RefusedPinView]

    @classmethod
    def of(cls, outcome: Outcome, records: PlanRecords, language: str) -> Self:
        """Show an outcome in a language."""
        plain = ("digest", "input_digest", "solver", "solver_version", "method", "stopped")
        return cls(
            **{name: getattr(outcome, name) for name in plain},
            notices=[sentence(f"round_result.{name}", {}, language) for name in _notices(outcome)],
            plan=PlanView.of("main", outcome.plan, records),
            greedy=PlanView.of("greedy", outcome.greedy, records),
            alternatives=[
                PlanView.of(f"alternative-{number}", plan, records)
                for number, plan in enumerate(outcome.alternatives, start=1)
            ],
            bindings=[BindingView.of(binding, language) for binding in outcome.bindings],
            infeasible=[RefusedPinView.of(refused, language) for refused in outcome.infeasible],
        )


class ChangedRecordView(Part):
    """A need or an offer that is no longer as the round saw it."""

    kind: str
    id: UUID
    external_id: str | None
    title: str
    version_then: int
    version_now: int
    status_now: str


class RoundView(RoundSummary):
    """A round whole; `stale` = records among which it chose have changed since it read them."""

    failure: str | None = Field(description="why it failed")
    violations: list[str] | None = Field(description="what the checker found wrong; the result is never shown then")
    stale: bool
    changed: list[ChangedRecordView]
    outcome: OutcomeView | None

    @classmethod
    def whole(cls, row: Mapping[str, Any], changed: Sequence[ChangedRecord], outcome: OutcomeView | None) -> Self:
        """Show the round of a row."""
        views = [ChangedRecordView.model_validate(each) for each in changed]
        shown = {"stale": bool(views), "changed": views, "outcome": outcome}
        return cls.of({**row, **shown})


def _notices(outcome: Outcome) -> list[str]:
    names = {"clock": outcome.stopped == "clock", "effort": outcome.stopped == "effort"}
    return [name for name, holds in (names | {"large_scale": outcome.method == "large_scale"}).items() if holds]

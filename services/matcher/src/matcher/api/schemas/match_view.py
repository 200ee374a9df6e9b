"""A match as its reader sees it: everything for its parties and coordinators, the agreed facts for observers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.adapters.matches.queries import MatchFound
from matcher.api.match_actions import actions_of, waited_for
from matcher.api.schemas.candidate_view import NeedReference, OfferReference
from matcher.api.schemas.explanation_view import ReasonView
from matcher.api.schemas.match_delivery import DeliveryPlanView, DeliveryView, EvaluationView
from matcher.api.schemas.match_parties import ConsentView, HoldsView, MatchLineView, consents_of
from matcher.api.schemas.match_review_view import AcknowledgedView, FacetView, InterestView, ShortfallView
from matcher.domain.matches.facets import MatchFacet
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Origin
from shared.http.documents import Part
from shared.identity.actor import Actor, Role
from shared.vocabulary import load_vocabulary

PLAIN = ("id", "version", "status", "package_id", "stale", "stage_since", "deadline", "created_at", "updated_at")


@dataclass(frozen=True)
class Reader:
    """Who reads a match, in which language, on which day."""

    actor: Actor
    language: str
    today: date

    @property
    def sees_words(self) -> bool:
        """Whether the reader sees what was said in people's own words: observers see facts alone."""
        return self.actor.role is not Role.OBSERVER


class OriginView(Part):
    """Where a match comes from; the digests name a round's inputs and its result."""

    kind: str = Field(description="engine, round or hand")
    by: str
    round_id: UUID | None
    plan: str | None
    round_digest: str | None
    input_digest: str | None

    @classmethod
    def of(cls, origin: Origin) -> Self:
        """Show where a match comes from."""
        return cls.model_validate(origin)


class EndingView(BaseModel):
    """Why a match left the straight way: a code of the published list, its title, and the author's own words."""

    code: str
    title: str
    text: str | None

    @classmethod
    def of(cls, match: Match, reader: Reader) -> Self | None:
        """Show the reason of an ended match; null while it goes on."""
        if match.reason_code is None:
            return None
        listed = load_vocabulary().match_reasons.get(match.reason_code)
        title = match.reason_code if listed is None else listed.titles[reader.language]
        return cls(code=match.reason_code, title=title, text=match.reason_text if reader.sees_words else None)


class JudgementView(Part):
    """By what it was judged when it was proposed, or last revised: versions, score, weights."""

    need_version: int
    need_statement: int
    offer_version: int
    offer_statement: int
    score: int
    profile_digest: str


class MatchSummary(BaseModel):
    """A match as lists show it."""

    id: UUID
    version: int
    status: str
    need: NeedReference
    offer: OfferReference
    funder: OfferReference | None = Field(description="whose money pays, where another's does (BMS7 103)")
    package_id: UUID | None = Field(description="members of a package are endorsed together")
    parties: list[ConsentView]
    lines: list[MatchLineView]
    stale: bool = Field(description="a record was amended since: no step forward until it is confirmed anew")
    stage_since: datetime
    deadline: datetime | None = Field(description="until when it may stand in this stage")
    waiting_for: list[str] = Field(description="coordinator, recipient, donor")
    actions: list[str] = Field(description="what you may do with it now")
    reason: EndingView | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, found: MatchFound, reader: Reader) -> Self:
        """Show a match to a reader."""
        return cls.model_validate(_summary(found, reader))


class MatchView(MatchSummary):
    """A match whole, as far as its reader may see it; its reasons are those of the day on which it was judged."""

    holds: HoldsView = Field(description="what the needs and the offers service hold for it")
    shortfalls: list[ShortfallView] = Field(description="why a side could not hold it, and what remains there")
    judgement: JudgementView
    explanation: list[ReasonView]
    acknowledged: list[AcknowledgedView] = Field(description="review flags that the endorsing coordinator has read")
    interests: list[InterestView] = Field(description="coordinators who declared that they are not impartial")
    plan: DeliveryPlanView
    deliveries: list[DeliveryView]
    evaluation: EvaluationView | None
    facets: list[FacetView] = Field(description="BMS7 97; none before it is confirmed")
    origin: OriginView | None = Field(description="for coordinators")

    @classmethod
    def of(cls, found: MatchFound, reader: Reader, facets: Sequence[MatchFacet] = ()) -> Self:
        """Show a match whole to a reader; `facets` of a confirmed one."""
        match, words = found.match, reader.sees_words
        evaluation = match.evaluation
        return cls.model_validate(
            _summary(found, reader)
            | {
                "holds": HoldsView(needs=match.needs_hold, offers=match.offers_hold),
                "shortfalls": _shortfalls(match.shortfalls, reader),
                "judgement": JudgementView.model_validate(match.judgement),
                "explanation": [ReasonView.of(item, reader.language) for item in match.judgement.explanation],
                "acknowledged": [AcknowledgedView.of_acknowledged(each, reader.language) for each in match.acknowledged]
                * words,
                "interests": [InterestView.model_validate(each) for each in match.interests] * words,
                "plan": DeliveryPlanView.of(match.plan),
                "deliveries": [DeliveryView.of(each, whole=words) for each in match.deliveries],
                "evaluation": evaluation and EvaluationView.of(evaluation, whole=words),
                "facets": [FacetView.of(each, reader.language) for each in facets],
                "origin": OriginView.of(match.origin) if reader.actor.is_coordinator else None,
            }
        )


def _summary(found: MatchFound, reader: Reader) -> dict[str, Any]:
    match = found.match
    return {
        **{name: getattr(match, name) for name in PLAIN},
        "need": NeedReference.of(found.need),
        "offer": OfferReference.of(found.offer),
        "funder": found.funder and OfferReference.of(found.funder),
        "parties": consents_of(match),
        "lines": [MatchLineView.of(line) for line in match.lines],
        "waiting_for": waited_for(match),
        "actions": actions_of(match, reader.actor, reader.today),
        "reason": EndingView.of(match, reader),
    }


def _shortfalls(shortfalls: Sequence[Mapping[str, Any]], reader: Reader) -> list[ShortfallView]:
    return [ShortfallView.of(each, reader.language) for each in shortfalls] if reader.sees_words else []

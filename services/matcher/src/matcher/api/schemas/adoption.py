"""Taking a plan over: what is chosen, what became of it, and which pairs were refused and why."""

from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, StrictBool, model_validator

from matcher.api.schemas.match_parties import ProposedMatchView
from matcher.api.schemas.round_document import PairDocument
from matcher.api.schemas.round_view import sentence
from matcher.application.matches.refusals import PairsNoLongerHold
from matcher.application.rounds.adopt_round import Adopted, AdoptRound
from matcher.domain.proposals.adoption import Objection
from shared.errors import Conflict
from shared.http.documents import Part


class AdoptionDocument(Part):
    """Which pairs of which plan become proposed matches: those named in `pairs`, or `all` of them."""

    plan: str = Field(default="main", description="main, or alternative-1, alternative-2, ...")
    pairs: tuple[PairDocument, ...] | None = Field(default=None, min_length=1)
    all: StrictBool = False
    accept_stale: StrictBool = Field(default=False, description="go on although records have changed since the round")
    partial: StrictBool = Field(default=False, description="take what still holds where something does not")

    @model_validator(mode="after")
    def choose_once(self) -> Self:
        """Refuse a document that chooses nothing, or twice."""
        if (self.pairs is None) != self.all:
            raise ValueError("give either `pairs`, or `all`: true")
        return self

    def command(self, round_id: UUID) -> AdoptRound:
        """Return what the document asks for."""
        pairs = None if self.pairs is None else [(pair.component_id, pair.line_id) for pair in self.pairs]
        return AdoptRound(round_id, self.plan, pairs, accept_stale=self.accept_stale, partial=self.partial)


class RefusedPairView(PairDocument):
    """A pair that may not be proposed today; `code` names the rule, often the hard condition that fails."""

    need_id: UUID
    offer_id: UUID
    code: str
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, objection: Objection, language: str) -> Self:
        """Tell an objection in a language."""
        promise, facts = objection.promise, dict(objection.facts)
        return cls(
            component_id=promise.component_id,
            line_id=promise.line_id,
            need_id=promise.need_id,
            offer_id=promise.offer_id,
            code=objection.code,
            message_key=objection.message_key,
            facts=facts,
            sentence=sentence(objection.message_key, facts, language),
        )


class AdoptionView(BaseModel):
    """What became of an adoption: matches, new ones and those that held the pairs already, and refused pairs."""

    matches: list[ProposedMatchView]
    refused: list[RefusedPairView]

    @classmethod
    def of(cls, adopted: Adopted, language: str) -> Self:
        """Tell what became of an adoption in a language."""
        return cls(
            matches=[ProposedMatchView.of(match) for match in adopted.matches],
            refused=[RefusedPairView.of(objection, language) for objection in adopted.objections],
        )


def refusal_of(refusal: PairsNoLongerHold, language: str) -> Conflict:
    """Return the problem that names each refused pair, told in a language."""
    refused = [RefusedPairView.of(each, language).model_dump(mode="json") for each in refusal.objections]
    return Conflict(refusal.detail, code=refusal.code, refused=refused)

"""Why an offer answers a need on the day of proposing, frozen into the match."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from matcher.domain.candidates import find_answer
from matcher.domain.matches.origin import Judgement
from matcher.domain.proposals.promised import Present
from matcher.domain.scoring import ScoringProfile
from shared.errors import Conflict


@dataclass(frozen=True)
class Reasoned:
    """The judgement, and the score of each pair by component and line."""

    judgement: Judgement
    scores: Mapping[tuple[UUID, UUID], int]


def reasoned(need_id: UUID, offer_id: UUID, present: Present, profile: ScoringProfile) -> Reasoned:
    """Return the explanation as data; Conflict where the offer does not answer the need, as a judgement precludes."""
    need, offer = present.needs[need_id], present.offers[offer_id]
    answer = find_answer(need, offer, present.context, profile)
    if answer is None:
        raise Conflict(f"Offer {offer_id} does not answer need {need_id} today.")
    candidate = answer.explained(profile)
    items = [{field.name: getattr(item, field.name) for field in fields(item)} for item in candidate.explanation.items]
    judgement = Judgement(
        need_version=need.version,
        need_statement=need.statement,
        offer_version=offer.version,
        offer_statement=offer.statement,
        score=candidate.score,
        explanation=items,
        profile_digest=profile.digest,
    )
    return Reasoned(judgement, {(pair.component_id, pair.line_id): pair.score for pair in candidate.pairs})

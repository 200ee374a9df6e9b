"""Why an offer answers a need on the day of proposing, frozen into the proposal."""

from dataclasses import fields

from matcher.domain.candidates import find_answer
from matcher.domain.demand import Need
from matcher.domain.proposals.promised import Present
from matcher.domain.proposals.proposal import Reasoning
from matcher.domain.scoring import ScoringProfile
from matcher.domain.supply import Offer
from shared.errors import Conflict


def reasoning_of(need: Need, offer: Offer, present: Present, profile: ScoringProfile) -> Reasoning:
    """Return the explanation as data; Conflict where the offer does not answer the need, as a judgement precludes."""
    answer = find_answer(need, offer, present.context, profile)
    if answer is None:
        raise Conflict(f"Offer {offer.offer_id} does not answer need {need.need_id} today.")
    candidate = answer.explained(profile)
    items = [{field.name: getattr(item, field.name) for field in fields(item)} for item in candidate.explanation.items]
    return Reasoning(need.version, offer.version, candidate.score, items, profile.digest)

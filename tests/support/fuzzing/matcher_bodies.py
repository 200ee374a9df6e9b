"""Good bodies for what is asked of the matcher, about the records that are there."""

from collections.abc import Sequence
from typing import Any, Final

from tests.support.activity_examples import activity_document
from tests.support.basis_examples import rate_table, scoring_profile
from tests.support.fuzzing.world import Document
from tests.support.match_desk import Pair

FACETS: Final = ("adequate", "measurable", "sustainable", "timely")
INDICATOR: Final = {"name": "rifles marked", "unit": "rifle", "baseline": 0, "target": 9000}
PLAN: Final = {
    "milestones": [{"title": "Première livraison", "planned": "2026-03-01"}],
    "indicators": [INDICATOR],
}
EVALUATED: Final = {
    "indicators": [INDICATOR | {"actual": 8700.5}],
    "ratings": [{"facet": facet, "mark": 4, "comment": "Bon."} for facet in FACETS],
    "lessons": "Former plus tôt.",
}
_REASONS: Final[list[Document]] = [
    {"reason_code": code, "reason_text": text}
    for code in ("other", "priorities_changed", "duplicate")
    for text in (None, "Autrement.")
]
_FREE: Final[list[Document]] = [
    {"funder_lines": None, "funder_offer_id": None},
    {},
]


def delivery(pair: Pair, quantity: float, **more: Any) -> Document:
    """Return a report of a delivery on the tests' day."""
    return {"on": "2026-03-02", "lines": [pair.line | {"quantity": quantity}], **more}


def bodies(pairs: Sequence[Pair]) -> dict[str, list[Document]]:
    """Return good bodies by operation."""
    matches = {f"POST /v1/matches/{{match_id}}/{name}": made for name, made in _on_matches(pairs).items()}
    return matches | {
        "PUT /v1/matches/{match_id}/delivery-plan": [PLAN],
        "POST /v1/matches": [
            pair.between | {"lines": [pair.line | {"quantity": 2}]} | free for pair in pairs for free in _FREE
        ],
        "POST /v1/match-packages": [{"matches": [one.between, other.between]} for one in pairs for other in pairs],
        "POST /v1/match-packages/{package_id}/endorse": [{"acknowledged": [], "note": "Ensemble."}],
        "POST /v1/activities": [activity_document(1), activity_document(9)],
        "POST /v1/rate-tables": [rate_table(), rate_table(date="2026-02-01")],
        "POST /v1/rounds": [{}, _round(pairs[0])],
        "POST /v1/rounds/{round_id}/adopt": [{"all": True, "accept_stale": True, "partial": True}],
        "POST /v1/scoring-profiles": [scoring_profile(), scoring_profile(name="another")],
        "POST /v1/scoring-profiles/{digest}/activate": [{"reason": "For the spring round."}],
    }


def _on_matches(pairs: Sequence[Pair]) -> dict[str, list[Document]]:
    return {
        "decline": _REASONS,
        "reject": _REASONS,
        "dissolve": _REASONS,
        "endorse": [{"acknowledged": []}, {"acknowledged": ["duplicate"], "note": "Vu."}],
        "deliveries": [delivery(pair, 1, note="Un.", milestone=1) for pair in pairs],
        "evaluation": [EVALUATED],
        "interests": [{"text": "Une parente."}],
        "messages": [{"language": "fr", "body": "Bonjour."}],
        "messages/read": [{"up_to": number} for number in (0, 1, 2)],
        "revise": [{"lines": [pair.line | {"quantity": 2}]} for pair in pairs],
    }


def _round(pair: Pair) -> Document:
    return {
        "alternatives": 1,
        "pins": [pair.line | {"quantity": 1}],
        "scope": {"states": ["BFA", "KEN"], "categories": ["marking"], "areas": [], "needs": None, "offers": None},
        "time_limit_seconds": 5,
        "tolerances": {"coverage": 10},
    }

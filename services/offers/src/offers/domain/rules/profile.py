"""Rules for what an offer is: its kind, who may apply and how, in which languages, and who may read it."""

from collections.abc import Iterator
from typing import get_args

from offers.domain.details import OfferDetails, OfferKind
from offers.domain.rules.bounds import MOST_KEYS
from offers.domain.visibility import Visibility
from shared.errors import FieldProblem
from shared.rules.keys import key_problems, keys_problems
from shared.rules.wording import line_problems, prose_problems
from shared.vocabulary import LANGUAGES, load_vocabulary


def profile_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check every facet; empty lists mean any applicant, any language, no condition."""
    known = load_vocabulary()
    yield from key_problems("/kind", details.kind, get_args(OfferKind), "kind of offer")
    yield from line_problems("/instrument", details.instrument)
    yield from line_problems("/implementer", details.implementer)
    yield from keys_problems(
        "/applicants", details.applicants, known.applicant_kinds, "kind of applicant", most=MOST_KEYS
    )
    yield from keys_problems("/working_languages", details.working_languages, LANGUAGES, "UN language", most=MOST_KEYS)
    yield from keys_problems("/conditions", details.conditions, known.conditions, "condition", most=MOST_KEYS)
    yield from prose_problems("/condition_notes", details.condition_notes)
    yield from key_problems("/delivery_model", details.delivery_model, known.delivery_models, "delivery model")
    yield from key_problems("/visibility", details.visibility, get_args(Visibility), "visibility")

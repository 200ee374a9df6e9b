"""Rules for the facets that cut across categories: languages, stages, target groups, applicants, conditions."""

from collections.abc import Iterator

from needs.domain.details import NeedDetails
from shared.errors import FieldProblem
from shared.rules.keys import keys_problems
from shared.vocabulary import LANGUAGES, load_vocabulary


def profile_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check every facet; somebody has to be able to apply."""
    known = load_vocabulary()
    yield from keys_problems("/working_languages", details.working_languages, LANGUAGES, "UN language")
    yield from keys_problems("/life_cycle_stages", details.life_cycle_stages, known.stages, "life-cycle stage")
    yield from keys_problems("/target_groups", details.target_groups, known.target_groups, "target group")
    yield from keys_problems("/applicants", details.applicants, known.applicant_kinds, "kind of applicant")
    yield from keys_problems("/conditions_met", details.conditions_met, known.conditions, "condition")
    if not details.applicants:
        yield FieldProblem("/applicants", "expected at least one kind of applicant, such as state", "required")

"""All rules that a statement of an offer keeps to, whether it is new or amended."""

from collections.abc import Iterator

from offers.domain.details import OfferDetails
from offers.domain.rules.ceiling import ceiling_problems
from offers.domain.rules.eligibility import eligibility_problems
from offers.domain.rules.lines import line_list_problems
from offers.domain.rules.people import people_problems
from offers.domain.rules.profile import profile_problems
from offers.domain.rules.timing import timing_problems
from shared.errors import FieldProblem
from shared.rules.sources import origin_problems, remark_problems
from shared.rules.texts import text_problems


def statement_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Yield every problem of the statement, one group of fields after the other."""
    yield from people_problems(details)
    yield from text_problems(details.texts)
    yield from line_list_problems(details)
    yield from eligibility_problems(details)
    yield from profile_problems(details)
    yield from timing_problems(details)
    yield from ceiling_problems(details)
    yield from origin_problems(details.external_id, details.provenance)
    yield from remark_problems(details.provenance)

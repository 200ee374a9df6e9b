"""All rules that a statement of a need keeps to, whether it is new or amended."""

from collections.abc import Iterator
from datetime import date

from needs.domain.details import NeedDetails
from needs.domain.rules.background import background_problems
from needs.domain.rules.components import component_list_problems
from needs.domain.rules.people import people_problems
from needs.domain.rules.profile import profile_problems
from needs.domain.rules.sources import source_problems
from needs.domain.rules.states import asking_problems
from needs.domain.rules.timing import timing_problems
from shared.errors import FieldProblem
from shared.rules.texts import text_problems


def statement_problems(details: NeedDetails, today: date) -> Iterator[FieldProblem]:
    """Yield every problem of the statement, in the order of its fields."""
    yield from asking_problems(details)
    yield from text_problems(details.texts)
    yield from component_list_problems(details)
    yield from timing_problems(details)
    yield from profile_problems(details)
    yield from people_problems(details)
    yield from background_problems(details, today)
    yield from source_problems(details)

"""Rules for what stands around a need: earlier help, upkeep, gender, the plan it serves, its report, its sites."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from needs.domain.background import ReceivedHelp, ServedKind
from needs.domain.details import NeedDetails
from needs.domain.rules.ranges import count_problems, range_problems
from needs.domain.visibility import Visibility
from shared.errors import FieldProblem
from shared.rules.keys import key_problems, keys_problems
from shared.rules.lists import too_many
from shared.rules.timing import EARLIEST
from shared.rules.wording import line_problems, prose_problems, required_line_problems
from shared.vocabulary import load_vocabulary

MOST_RECEIVED = 50
"""Earlier help is summed up beyond this."""

MOST_SITES = 100
"""Sites are summed up beyond this."""

FIRST_REPORT = 2001
"""The PoA was adopted in July 2001; no report on it is older."""

_QUESTION_LONGEST = 50


def background_problems(details: NeedDetails, today: date) -> Iterator[FieldProblem]:
    """Check all of it; years lie in the past or the current year."""
    yield from _received_problems(details.received, today)
    yield from prose_problems("/sustainability/plan", details.sustainability.plan)
    yield from keys_problems(
        "/sustainability/upkeep", details.sustainability.upkeep, load_vocabulary().upkeep, "kind of upkeep"
    )
    yield from prose_problems("/gender/considerations", details.gender.considerations)
    yield from count_problems("/gender/women", details.gender.women)
    yield from count_problems("/gender/men", details.gender.men)
    yield from _purpose_problems(details, today)
    yield from _visibility_problems(details)


def _received_problems(received: tuple[ReceivedHelp, ...], today: date) -> Iterator[FieldProblem]:
    excess = too_many("/received", received, MOST_RECEIVED)
    yield from excess
    if not excess:
        for place, each in enumerate(received):
            yield from required_line_problems(f"/received/{place}/source", each.source)
            yield from prose_problems(f"/received/{place}/what", each.what, shortest=1)
            yield from range_problems(f"/received/{place}/year", each.year, EARLIEST.year, today.year)


def _purpose_problems(details: NeedDetails, today: date) -> Iterator[FieldProblem]:
    if details.serves is not None:
        yield from key_problems("/serves/kind", details.serves.kind, get_args(ServedKind), "plan or target")
        yield from prose_problems("/serves/reference", details.serves.reference)
    if details.source_report is not None:
        yield from range_problems("/source_report/year", details.source_report.year, FIRST_REPORT, today.year)
        yield from required_line_problems(
            "/source_report/question", details.source_report.question, longest=_QUESTION_LONGEST
        )


def _visibility_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    audiences, sensitive = get_args(Visibility), details.sensitive
    yield from key_problems("/visibility", details.visibility, audiences, "visibility")
    yield from key_problems("/sensitive/visibility", sensitive.visibility, audiences, "visibility")
    yield from prose_problems("/sensitive/stock_figures", sensitive.stock_figures)
    excess = too_many("/sensitive/sites", sensitive.sites, MOST_SITES)
    yield from excess
    if not excess:
        for place, site in enumerate(sensitive.sites):
            yield from line_problems(f"/sensitive/sites/{place}", site)

"""Rules for what is offered: at least one line, and in each known keys and numbers that can be read."""

from collections.abc import Iterator

from offers.domain.details import OfferDetails
from offers.domain.line import LineDetails
from offers.domain.rules.bounds import MOST_KEYS
from offers.domain.rules.measure import measure_problems
from shared.errors import FieldProblem
from shared.rules.keys import keys_problems
from shared.rules.lists import duplicate_problems, too_many
from shared.rules.wording import prose_problems
from shared.vocabulary import load_vocabulary

MOST_LINES = 50
"""More than this is a programme, to be posted as several offers."""


def line_list_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check every line, and that no id is used twice."""
    if not details.lines:
        yield FieldProblem("/lines", "expected at least one line: what is offered", "required")
    excess = too_many("/lines", details.lines, MOST_LINES)
    yield from excess
    if not excess:
        for place, line in enumerate(details.lines):
            yield from _line_problems(f"/lines/{place}", line)
        ids = [str(line.id or f"new {place}") for place, line in enumerate(details.lines)]
        yield from duplicate_problems("/lines", ids, "/id")


def _line_problems(pointer: str, line: LineDetails) -> Iterator[FieldProblem]:
    vocabulary = load_vocabulary()
    if not line.categories:
        yield FieldProblem(f"{pointer}/categories", "expected at least one category", "required")
    yield from keys_problems(
        f"{pointer}/categories", line.categories, vocabulary.categories, "category", most=MOST_KEYS
    )
    yield from keys_problems(
        f"{pointer}/modalities", line.modalities, vocabulary.modalities, "form of help", most=MOST_KEYS
    )
    yield from prose_problems(f"{pointer}/description", line.description)
    yield from measure_problems(pointer, line)

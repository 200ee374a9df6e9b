"""Rules for the donor's texts: at least one, one for each language."""

from collections.abc import Iterator

from offers.domain.details import OfferDetails
from offers.domain.rules.keys import key_problems
from offers.domain.rules.lists import duplicate_problems, too_many
from offers.domain.rules.wording import NARRATIVE, prose_problems, required_line_problems
from shared.errors import FieldProblem
from shared.vocabulary import LANGUAGES

SHORTEST_TITLE = 3
"""Fewer characters name nothing, in any of the six scripts."""


def text_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check title and narrative in each language."""
    if not details.texts:
        yield FieldProblem("/texts", "expected a title and a narrative in at least one UN language", "required")
    excess = too_many("/texts", details.texts, len(LANGUAGES))
    yield from excess
    if not excess:
        for place, text in enumerate(details.texts):
            pointer = f"/texts/{place}"
            yield from key_problems(f"{pointer}/language", text.language, LANGUAGES, "UN language")
            yield from required_line_problems(f"{pointer}/title", text.title, shortest=SHORTEST_TITLE)
            yield from prose_problems(f"{pointer}/narrative", text.narrative, longest=NARRATIVE)
        yield from duplicate_problems("/texts", [text.language for text in details.texts], "/language")

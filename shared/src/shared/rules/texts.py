"""Rules for the author's texts: at least one, one for each language."""

from collections.abc import Iterator, Sequence

from shared.errors import FieldProblem
from shared.rules.keys import key_problems
from shared.rules.lists import duplicate_problems, too_many
from shared.rules.wording import NARRATIVE, prose_problems, required_line_problems
from shared.statements.texts import Text
from shared.vocabulary import LANGUAGES

SHORTEST_TITLE = 3
"""Fewer characters name nothing, in any of the six scripts."""


def text_problems(texts: Sequence[Text]) -> Iterator[FieldProblem]:
    """Check title and narrative in each language, at /texts."""
    if not texts:
        yield FieldProblem("/texts", "expected a title and a narrative in at least one UN language", "required")
    excess = too_many("/texts", texts, len(LANGUAGES))
    yield from excess
    if not excess:
        for place, text in enumerate(texts):
            pointer = f"/texts/{place}"
            yield from key_problems(f"{pointer}/language", text.language, LANGUAGES, "UN language")
            yield from required_line_problems(f"{pointer}/title", text.title, shortest=SHORTEST_TITLE)
            yield from prose_problems(f"{pointer}/narrative", text.narrative, longest=NARRATIVE)
        yield from duplicate_problems("/texts", [text.language for text in texts], "/language")

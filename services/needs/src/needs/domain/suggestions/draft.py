"""A text as its author may have left it, and the rules it keeps to before it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.errors import FieldProblem
from shared.rules.keys import key_problems
from shared.rules.lists import duplicate_problems, too_many
from shared.rules.wording import NAME, NARRATIVE, prose_problems
from shared.vocabulary import LANGUAGES


@dataclass(frozen=True)
class Draft:
    """A title and a narrative, either of which may be missing yet, as may the language."""

    language: str | None = None
    title: str = ""
    narrative: str = ""


def draft_problems(drafts: Sequence[Draft]) -> Iterator[FieldProblem]:
    """Yield what is wrong with the texts, at /texts: as for a need, but that title and language may be missing."""
    excess = too_many("/texts", drafts, len(LANGUAGES))
    yield from excess
    if excess:
        return
    if not any(draft.title.strip() or draft.narrative.strip() for draft in drafts):
        yield FieldProblem("/texts", "expected a title or a narrative in at least one UN language", "required")
    for place, draft in enumerate(drafts):
        pointer = f"/texts/{place}"
        yield from key_problems(f"{pointer}/language", draft.language, LANGUAGES, "UN language")
        yield from prose_problems(f"{pointer}/title", draft.title, longest=NAME)
        yield from prose_problems(f"{pointer}/narrative", draft.narrative, longest=NARRATIVE)
    tagged = [draft.language or f"untagged-{place}" for place, draft in enumerate(drafts)]
    yield from duplicate_problems("/texts", tagged, "/language")

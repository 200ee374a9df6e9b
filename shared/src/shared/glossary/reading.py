"""What was found in a text: terms with what they stand for, and quantities, each with the author's own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shared.glossary.concepts import Concept
from shared.glossary.index import TermIndex
from shared.glossary.quantities import counted
from shared.glossary.tokens import Kind, Token, tokens_of


@dataclass(frozen=True)
class Found:
    """A term: the signs from `start` up to, not including, `end` are `words`, in the text's sentence of that number."""

    concept: Concept
    start: int
    end: int
    words: str
    sentence: int


@dataclass(frozen=True)
class Quantity:
    """A number and the unit it counts, from the number to the end of the term; `counts` is the concept counted."""

    value: Decimal
    unit: str
    counts: Concept
    start: int
    end: int
    words: str
    sentence: int


@dataclass(frozen=True)
class Reading:
    """All that was found in one text, in its order; `points` say how much of it the glossary knows."""

    language: str
    found: tuple[Found, ...]
    quantities: tuple[Quantity, ...]

    @property
    def points(self) -> int:
        """The sum of the certainties of all terms."""
        return sum(each.concept.certainty.points for each in self.found)


def read_with(index: TermIndex, text: str) -> Reading:
    """Return what the terms of one language find in a text; the same text always gives the same."""
    tokens = tokens_of(text, index.habits)
    matches = index.matches(tokens)
    sentences = tuple(_sentences(tokens))
    found = tuple(
        Found(each.concept, *_span(text, tokens[each.first].start, tokens[each.end - 1].end), sentences[each.first])
        for each in matches
    )
    quantities = tuple(
        Quantity(
            numeral.value,
            match.concept.meaning.unit or "",
            match.concept,
            *_span(text, tokens[at].start, tokens[match.end - 1].end),
            sentences[at],
        )
        for at, numeral, match in counted(tokens, matches, index.habits)
    )
    return Reading(index.habits.language, found, quantities)


def _span(text: str, start: int, end: int) -> tuple[int, int, str]:
    return start, end, text[start:end]


def _sentences(tokens: tuple[Token, ...]) -> Iterator[int]:
    number = 0
    for token in tokens:
        yield number
        number += token.kind is Kind.SENTENCE

"""What the glossary finds in drafts, with where it stands and how much it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from needs.domain.suggestions.draft import Draft
from shared.glossary import Concept, Glossary, guess_language

_TITLE_COUNTS = 2
"""A title says in a few words what the need is for, so that its terms count twice."""


@dataclass(frozen=True)
class Words:
    """The author's words: signs `start` up to, not including, `end` of a field of the text at that place."""

    text: int
    language: str
    field: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Mention:
    """A concept, its words, the sentence they stand in, and how much the mention counts."""

    concept: Concept
    words: Words
    sentence: tuple[int, str, int]
    counts: int


@dataclass(frozen=True)
class Number:
    """A quantity with its unit, the concept it counts, its words, and the sentence they stand in."""

    value: Decimal
    unit: str
    concept: Concept
    words: Words
    sentence: tuple[int, str, int]


@dataclass(frozen=True)
class ReadDraft:
    """What was found in one text, and in which language: the author's, or a guess."""

    language: str
    guessed: bool
    mentions: tuple[Mention, ...]
    numbers: tuple[Number, ...]


def read_drafts(drafts: Sequence[Draft], glossary: Glossary) -> tuple[ReadDraft, ...]:
    """Return what was found in each text, in their order."""
    return tuple(_read(place, draft, glossary) for place, draft in enumerate(drafts))


def _read(place: int, draft: Draft, glossary: Glossary) -> ReadDraft:
    language = draft.language or guess_language(f"{draft.title}\n{draft.narrative}", glossary)
    fields = (("title", draft.title, _TITLE_COUNTS), ("narrative", draft.narrative, 1))
    mentions: list[Mention] = []
    numbers: list[Number] = []
    for field, text, factor in fields:
        reading = glossary.read(text, language)
        for found in reading.found:
            words = Words(place, language, field, found.start, found.end, found.words)
            counts = found.concept.certainty.points * factor
            mentions.append(Mention(found.concept, words, (place, field, found.sentence), counts))
        for number in reading.quantities:
            words = Words(place, language, field, number.start, number.end, number.words)
            numbers.append(Number(number.value, number.unit, number.counts, words, (place, field, number.sentence)))
    return ReadDraft(language, draft.language is None, tuple(mentions), tuple(numbers))


def by_field(mentions: Sequence[Mention], field: str) -> Iterator[tuple[str, Mention]]:
    """Yield each mention with its key in one of the vocabulary's lists, where it has one there."""
    for mention in mentions:
        key = mention.concept.meaning.keys().get(field)
        if key is not None:
            yield key, mention

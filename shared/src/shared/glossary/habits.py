"""How each language is read, from habits.json: little words, number words, measure words, and its stemmer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from shared.glossary.spelling import plain
from shared.vocabulary import LANGUAGES


@dataclass(frozen=True)
class Habits:
    """One language's words; all of them in the plain spelling that `plain` gives.

    `genitive` words may stand between a number and what it counts; `other_counts` are spans of time and currencies,
    of which a number says nothing that a need counts.
    """

    language: str
    stemmer: str | None
    little: frozenset[str]
    joining: frozenset[str]
    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]
    measures: frozenset[str]
    genitive: frozenset[str]
    other_counts: frozenset[str]


@cache
def habits_of(language: str) -> Habits:
    """Return the habits of one of the six languages; KeyError for another."""
    row = _rows()[language]
    return Habits(
        language=language,
        stemmer=row["stemmer"],
        little=frozenset(map(plain, row["little"])),
        joining=frozenset(map(plain, row["joining"])),
        numbers=MappingProxyType({plain(word): value for word, value in row["numbers"].items()}),
        multipliers=MappingProxyType({plain(word): value for word, value in row["multipliers"].items()}),
        measures=frozenset(row["measures"]),
        genitive=frozenset(map(plain, row["genitive"])),
        other_counts=frozenset(map(plain, row["other_counts"])),
    )


@cache
def _rows() -> Mapping[str, Any]:
    path = files("shared.glossary") / "data" / "habits.json"
    return json.loads(path.read_text("utf-8"))["languages"]


def is_little_word(word: str, language: str) -> bool:
    """Whether a word is an article, a preposition or the like, which says nothing of a text's subject.

    Of a language that is none of the six every word counts.
    """
    return language in LANGUAGES and plain(word) in habits_of(language).little

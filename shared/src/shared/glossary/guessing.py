"""Guesses the language of a text that its author did not tag: by script, and among en, fr and es by its words."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from shared.glossary.glossary import Glossary
from shared.glossary.habits import habits_of
from shared.glossary.spelling import plain

_SCRIPTS: Final[Mapping[str, tuple[re.Pattern[str], int]]] = {
    "ar": (re.compile(r"[\u0600-\u06ff]"), 1),
    "zh": (re.compile(r"[\u3400-\u9fff]"), 3),
    "ru": (re.compile(r"[\u0400-\u04ff]"), 1),
}
"""Each script's letters, and how many of another a letter says as much as: a Chinese one is nearly a word."""

_LATIN: Final = ("en", "fr", "es")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LITTLE_WORD: Final = 900
"""What one little word of a language counts for, beside the certainties of its terms."""


def guess_language(text: str, glossary: Glossary) -> str:
    """Return the language of the main script; in Latin letters the one whose words it has most of, else English."""
    letters = len(_LETTER.findall(text))
    for language, (script, worth) in _SCRIPTS.items():
        own = len(script.findall(text))
        if own * worth > letters - own:
            return language
    points = dict(_points(text, glossary))
    return max(_LATIN, key=lambda language: points[language])


def _points(text: str, glossary: Glossary) -> Iterator[tuple[str, int]]:
    words = [plain(word) for word in _WORD.findall(text)]
    for language in _LATIN:
        habits = habits_of(language)
        little = sum(word in habits.little or word in habits.joining for word in words)
        yield language, glossary.read(text, language).points + _LITTLE_WORD * little

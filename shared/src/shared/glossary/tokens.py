"""Cuts a text into the words, numbers and breaks that terms and quantities are read from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from shared.glossary.habits import Habits
from shared.glossary.signs import BETWEEN_DIGITS, PAUSE, SENTENCE
from shared.glossary.spelling import plain, stem

_HAN: Final = "\u3400-\u9fff"
_MARKS: Final = "\u0300-\u036f\u064b-\u065f\u0670"
_PROCLITIC_SIGNS: Final = "وفبلك"
_SPACED: Final = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+"
_PIECE: Final = re.compile(
    rf"(?P<number>(?<![\d.,])(?:{_SPACED}|\d+(?:{BETWEEN_DIGITS}\d+)*)(?!\d|[^\W\d_{_HAN}]))"
    rf"|[{_PROCLITIC_SIGNS}](?=\d)"
    rf"|(?P<sign>[{_HAN}])"
    rf"|(?P<word>(?:(?![{_HAN}])[^\W_]|[{_MARKS}])+|[$€£¥%])"
    rf"|(?P<sentence>{SENTENCE})"
    rf"|(?P<pause>{PAUSE})"
)
_PROCLITICS: Final = frozenset(_PROCLITIC_SIGNS)
_SHORTEST_WITH_PROCLITIC: Final = 4
_MOST_PROCLITICS: Final = 2


class Kind(Enum):
    """What a piece of text is."""

    WORD = auto()
    NUMBER = auto()
    PAUSE = auto()
    SENTENCE = auto()


@dataclass(frozen=True)
class Token:
    """A piece, `written` from `start` to `end`; `keys` are what it may be found under, `word` its plain spelling.

    `little` are the little words, which no term depends on, that stood before it and were left out.
    """

    start: int
    end: int
    kind: Kind
    keys: tuple[str, ...]
    written: str
    word: str
    little: tuple[str, ...] = ()


def tokens_of(text: str, habits: Habits) -> tuple[Token, ...]:
    """Return the pieces of a text in order, without its little words."""
    return tuple(_pieces(text, habits))


def _pieces(text: str, habits: Habits) -> Iterator[Token]:
    little: list[str] = []
    for match in _PIECE.finditer(text):
        if match.lastgroup is None:
            continue
        written = match.group()
        word = plain(written)
        if word in habits.little:
            little.append(word)
            continue
        kind, keys = _reading(match.lastgroup, written, habits)
        yield Token(match.start(), match.end(), kind, keys, written, word, tuple(little))
        little.clear()


def _reading(group: str, written: str, habits: Habits) -> tuple[Kind, tuple[str, ...]]:
    if group == "number":
        return Kind.NUMBER, (exactly(written),)
    if group == "sentence":
        return Kind.SENTENCE, (written,)
    if group == "pause":
        return Kind.PAUSE, (",",)
    return Kind.WORD, _word_keys(written, habits.stemmer, habits.language)


@lru_cache(maxsize=65_536)
def _word_keys(written: str, stemmer: str | None, language: str) -> tuple[str, ...]:
    """Return the word itself, its stem, its stem without accents and, in Arabic, those behind و ف ب ل ك."""
    stems = [stem(written, stemmer), stem(plain(written), stemmer)]
    stems += [stem(bare, stemmer) for bare in _behind_proclitics(plain(written), language)]
    return tuple(dict.fromkeys([exactly(written), *stems]))


def exactly(written: str) -> str:
    """Return the key of a word that is found by its letters only, not by its stem."""
    return f"={plain(written)}"


def _behind_proclitics(word: str, language: str, most: int = _MOST_PROCLITICS) -> Iterator[str]:
    if language == "ar" and most and len(word) >= _SHORTEST_WITH_PROCLITIC and word[0] in _PROCLITICS:
        yield word[1:]
        if word.startswith("لل"):
            yield f"ال{word[2:]}"
        yield from _behind_proclitics(word[1:], language, most - 1)

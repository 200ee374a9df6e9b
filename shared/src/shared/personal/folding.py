"""Texts made comparable in every script, with a way back from each folded character to where it stood."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

_UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean: written without spaces, so that each sign is a word."""

_MARKS: Final = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0903\u093a-\u094f"
)
"""Accents, vowel points and vowel signs: part of the word they stand in."""

_RUN: Final = re.compile(rf"(?:[^\W_]|[{_MARKS}{_UNSPACED}])+")
_WORDS_OF_A_RUN: Final = re.compile(rf"[{_UNSPACED}]|[^{_UNSPACED}]+")
_TATWEEL: Final = "\u0640"


class Span(NamedTuple):
    """A stretch of a text, from `start` up to but not including `end`."""

    start: int
    end: int


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the text as written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A text as it is compared: compatible forms, small letters, digits 0 to 9, no invisible signs."""

    text: str
    origins: Sequence[int]
    """Of each folded character, the place of the written one it came from."""

    def origin(self, start: int, end: int) -> Span:
        """Return the stretch of the written text from which the folded one from `start` to `end` came."""
        return Span(self.origins[start], self.origins[end - 1] + 1)

    def words(self) -> Iterator[Word]:
        """Return the words in order; a sign of a script without spaces is one, punctuation is none."""
        for run in _RUN.finditer(self.text):
            if run.group().isascii():
                yield Word(run.group(), *self.origin(*run.span()))
                continue
            for found in _WORDS_OF_A_RUN.finditer(run.group()):
                word = _without_marks(found.group())
                if word:
                    yield Word(word, *self.origin(run.start() + found.start(), run.start() + found.end()))


def folded(text: str) -> Folded:
    """Fold a text sign by sign, so that each folded sign knows its origin."""
    if text.isascii():
        return Folded(text.casefold(), range(len(text)))
    forms = [_folded_sign(written) for written in text]
    return Folded("".join(forms), [place for place, form in enumerate(forms) for _ in form])


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared, whatever stands between them."""
    return tuple(word.text for word in folded(text).words())


@lru_cache(maxsize=8192)
def _folded_sign(written: str) -> str:
    if written == _TATWEEL or unicodedata.category(written) == "Cf":
        return ""
    number = unicodedata.decimal(written, None)
    if number is not None:
        return str(number)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())


def _without_marks(word: str) -> str:
    """Leave out accents and vowel points: people write the same name with and without them."""
    parts = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize("NFKC", "".join(sign for sign in parts if not unicodedata.combining(sign)))

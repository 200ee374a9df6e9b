"""One spelling for words that authors write in several: letter case, accents, vowel signs and letter variants."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Protocol, cast

from snowballstemmer import stemmer  # pyright: ignore[reportUnknownVariableType] (it has no type hints)

from shared.glossary.signs import VARIANTS

_LATIN_OR_MARK: Final = re.compile(r"[a-z\u0300-\u036f]+")
_UNWRITTEN: Final = re.compile(r"[\u0640\u064b-\u065f\u0670]")


class _Stemmer(Protocol):
    def stemWord(self, word: str, /) -> str: ...  # noqa: N802 - the package's name


_SNOWBALL: Final = cast("Callable[[str], _Stemmer]", stemmer)
_WITH_SHORT_ROOTS: Final = "arabic"
_LONGEST_WORD: Final = 40
_SHORTEST_STEM: Final = 4
_LONGEST_ENDING: Final = 2


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Return a word in lower case without accents on Latin letters, Arabic vowel signs and variants of letters."""
    folded = unicodedata.normalize("NFKC", word.casefold())
    decomposed = unicodedata.normalize("NFKD", folded)
    if _LATIN_OR_MARK.fullmatch(decomposed):
        return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _UNWRITTEN.sub("", folded.translate(VARIANTS))


@lru_cache(maxsize=65_536)
def stem(word: str, algorithm: str | None) -> str:
    """Return a word's stem by Snowball's algorithm of that name, the plain word where there is none or little is left.

    A stemmer keeps its place in the word within itself, so that threads must not share one.
    """
    if algorithm is None or len(word) > _LONGEST_WORD:
        return plain(word)
    spelt = _UNWRITTEN.sub("", unicodedata.normalize("NFKC", word.casefold()).translate(VARIANTS))
    found = _SNOWBALL(algorithm).stemWord(spelt)
    is_a_stump = len(found) < _SHORTEST_STEM and len(spelt) - len(found) > _LONGEST_ENDING
    return spelt if is_a_stump and algorithm != _WITH_SHORT_ROOTS else found

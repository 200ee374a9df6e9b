"""What an author wrote, and the words in it that can be compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from shared.glossary import is_little_word

_RUN = re.compile(r"[^\W_]+")
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"


@dataclass(frozen=True)
class Text:
    """A title and a narrative in one language, as their author wrote them."""

    language: str
    title: str
    narrative: str = ""


@lru_cache(maxsize=65_536)
def words_of(text: Text) -> frozenset[str]:
    """Return the distinct words, case and accents aside; Chinese, written without spaces, gives pairs of signs.

    Little words ("of", "de", "для") are left out: they say nothing of what a text is about.
    """
    plain = unicodedata.normalize("NFKD", f"{text.title} {text.narrative}".casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = {word for run in _RUN.findall(letters) for word in _cut(run)}
    return frozenset(word for word in words if not is_little_word(word, text.language))


def _cut(run: str) -> list[str]:
    if len(run) > 1 and any(_FIRST_HAN <= sign <= _LAST_HAN for sign in run):
        return [run[at : at + 2] for at in range(len(run) - 1)]
    return [run]

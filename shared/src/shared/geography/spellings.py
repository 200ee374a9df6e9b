"""Finds a State or an area under the names that reports and offers give it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

QUALIFIED = re.compile(
    r"(?:(?:member|participating) (?:states|countries) of )?(?:the )?"
    r"(?P<name>.+?)"
    r"(?: (?:member |participating |partner )?(?:states|countries)| sub ?region| region| area)?"
)


def fold(text: str) -> str:
    """Return the text without case, accents, punctuation and a leading "the", for comparing names."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"^the ", "", re.sub(r"[\W_]+", " ", plain.replace("&", " and ")).strip())


def without_qualifier(folded: str) -> str:
    """Return a folded name without words such as "member States", "region" or "area" around it."""
    found = QUALIFIED.fullmatch(folded)
    return found["name"] if found else folded


def spelling_index(names: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return folded name -> key for pairs of name and key; ValueError if one name means two keys."""
    index: dict[str, str] = {}
    for name, key in names:
        if index.setdefault(fold(name), key) != key:
            raise ValueError(f"{name!r} means both {index[fold(name)]} and {key}")
    return MappingProxyType(index)

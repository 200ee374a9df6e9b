"""The words of one language: message templates and ways of writing, read from `catalogues/<language>.json`.

A language is added by adding its file; a message that a file does not have is told in English.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

FALLBACK: Final = "en"
"""The language that has every message."""


@dataclass(frozen=True)
class Catalogue:
    """One language's templates by message key, and how it writes numbers, dates, lists, parties and names.

    `capitals` are first words of titles that keep their capital within a sentence. `units` holds counted forms of units
    for languages whose nouns change with the number; others follow the vocabulary's two titles.
    """

    language: str
    messages: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    patterns: Mapping[str, str]
    months: tuple[str, ...]
    parties: Mapping[str, str]
    statuses: Mapping[str, str]
    languages: Mapping[str, str]
    capitals: tuple[str, ...] = ()
    units: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])


@cache
def load_catalogue(language: str) -> Catalogue:
    """Return a language's catalogue, the English one where the language has none yet."""
    path = resources.files("matcher.domain.sentences") / "catalogues" / f"{language}.json"
    if not path.is_file():
        return load_catalogue(FALLBACK)
    document = json.loads(path.read_text(encoding="utf-8"))
    lists = {name: tuple(document.get(name, ())) for name in ("months", "capitals")}
    return Catalogue(**(document | lists))


def catalogue_with(message_key: str, language: str) -> Catalogue:
    """Return the language's catalogue where it has the message, else the English one."""
    catalogue = load_catalogue(language)
    return catalogue if message_key in catalogue.messages else load_catalogue(FALLBACK)

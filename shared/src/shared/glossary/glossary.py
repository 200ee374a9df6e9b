"""The glossary as services use it: loaded once for each process, each language's terms when first read."""

from collections.abc import Mapping
from functools import cache

from shared.glossary.concept_files import read_concepts
from shared.glossary.concepts import Concept
from shared.glossary.habits import habits_of
from shared.glossary.index import TermIndex
from shared.glossary.reading import Reading, read_with


class Glossary:
    """The concepts by key; reading is deterministic and touches nothing but the text."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = concepts

    def read(self, text: str, language: str) -> Reading:
        """Return the terms and quantities in a text of one of the six languages; KeyError for another language."""
        return read_with(self.index(language), text)

    @cache  # noqa: B019 - one glossary lives as long as its process
    def index(self, language: str) -> TermIndex:
        """Return the terms of one language, ready to be found."""
        return TermIndex(tuple(self.concepts.values()), habits_of(language))


@cache
def load_glossary() -> Glossary:
    """Return the one glossary of this process; BrokenReferenceDataError if its files break a rule."""
    return Glossary(read_concepts())

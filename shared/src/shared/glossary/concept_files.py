"""Reads data/concepts/*.json; which file a concept stands in is for its editors only."""

import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TypedDict

from shared.glossary.concepts import Certainty, Concept, Meaning
from shared.glossary.faults import concept_faults
from shared.vocabulary import load_vocabulary
from shared.vocabulary.faults import refuse


class ConceptRow(TypedDict):
    """A concept as a file holds it."""

    key: str
    means: dict[str, str]
    sure: str
    terms: dict[str, list[str]]


def read_concepts() -> Mapping[str, Concept]:
    """Return the concepts by key, file by file; BrokenReferenceDataError if a file breaks a rule."""
    folder = files("shared.glossary") / "data" / "concepts"
    concepts: list[Concept] = []
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        rows: list[ConceptRow] = json.loads(path.read_text("utf-8"))["concepts"]
        concepts += map(_concept, rows)
    refuse(concept_faults(concepts, load_vocabulary()))
    return MappingProxyType({concept.key: concept for concept in concepts})


def _concept(row: ConceptRow) -> Concept:
    terms = {language: tuple(terms) for language, terms in row["terms"].items()}
    return Concept(row["key"], Meaning(**row["means"]), Certainty(row["sure"]), MappingProxyType(terms))

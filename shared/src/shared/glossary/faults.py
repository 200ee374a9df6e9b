"""What can be wrong with the glossary's data, so that a bad edit stops a service at its start."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from shared.glossary.concepts import Concept
from shared.vocabulary import LANGUAGES, Vocabulary
from shared.vocabulary.faults import repeated_keys


def concept_faults(concepts: Sequence[Concept], vocabulary: Vocabulary) -> list[str]:
    """Return the faults: keys repeated, languages without a term, and keys that the vocabulary does not have."""
    faults = list(repeated_keys(concept.key for concept in concepts))
    lists = _lists(vocabulary)
    for concept in concepts:
        faults += [f"{concept.key}: no term in {each}" for each in LANGUAGES if not concept.terms.get(each)]
        faults += _unknown_keys(concept, lists)
    return faults


def _unknown_keys(concept: Concept, lists: Mapping[str, Collection[str]]) -> Iterator[str]:
    for name, key in concept.meaning.keys().items():
        if key not in lists[name]:
            yield f"{concept.key}: the vocabulary has no {name} {key}"


def _lists(vocabulary: Vocabulary) -> Mapping[str, Collection[str]]:
    return {
        "category": vocabulary.categories,
        "modality": vocabulary.modalities,
        "unit": vocabulary.units,
        "stage": vocabulary.stages,
        "target_group": vocabulary.target_groups,
        "condition": vocabulary.conditions,
    }

"""Which categories lie on one branch of the tree."""

from collections.abc import Mapping

from shared.vocabulary import Vocabulary


def branches_of(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """Return for every category itself, all that contain it and all that it contains."""
    near = {key: {key, *vocabulary.ancestors(key)} for key in vocabulary.categories}
    for key in vocabulary.categories:
        for ancestor in vocabulary.ancestors(key):
            near[ancestor].add(key)
    return {key: frozenset(keys) for key, keys in near.items()}

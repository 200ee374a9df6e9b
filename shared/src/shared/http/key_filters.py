"""Filters of a list that name a State, an area or a vocabulary entry: an unknown one is refused, not ignored."""

from typing import Annotated

from fastapi import Query

from shared.errors import InvalidInput
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

CategoryFilter = Annotated[str | None, Query(description="vocabulary key; entries below it are included")]
"""A query parameter that `must_be_known` checks as a category."""


class UnknownFilters(InvalidInput):
    """One or more filters name what does not exist (422); each is named under `errors`."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__((), "; ".join(f"{name}: {detail}" for name, detail in wrong.items()))
        self.extra = {
            "errors": [
                {"in": "query", "parameter": name, "detail": detail, "code": "unknown"}
                for name, detail in wrong.items()
            ]
        }


def must_be_known(
    *, state: str | None = None, area: str | None = None, category: str | None = None, modality: str | None = None
) -> None:
    """Raise UnknownFilters naming each given key that is not in its list."""
    geography, vocabulary = load_geography(), load_vocabulary()
    checks = {
        "state": (state, geography.states, "a State as ISO 3166 alpha-3, such as KEN"),
        "area": (area, geography.areas, "the key of a region or group, such as ecowas"),
        "category": (category, vocabulary.categories, "a key of the assistance vocabulary, such as marking"),
        "modality": (modality, vocabulary.modalities, "a form of help, such as equipment"),
    }
    wrong = {
        name: f"expected {expected}"
        for name, (given, known, expected) in checks.items()
        if given is not None and given not in known
    }
    if wrong:
        raise UnknownFilters(wrong)

"""The whole controlled vocabulary as one immutable value that every service shares."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.vocabulary import categories as tree
from shared.vocabulary.categories import Category, Relation
from shared.vocabulary.terms import Currency, Modality, Reason, Term, Unit


@dataclass(frozen=True)
class Vocabulary:
    """All keys that records may carry, each list in the order in which people should see it."""

    categories: Mapping[str, Category]
    modalities: Mapping[str, Modality]
    stages: Mapping[str, Term]
    target_groups: Mapping[str, Term]
    units: Mapping[str, Unit]
    currencies: Mapping[str, Currency]
    donor_kinds: Mapping[str, Term]
    applicant_kinds: Mapping[str, Term]
    conditions: Mapping[str, Term]
    delivery_models: Mapping[str, Term]
    upkeep: Mapping[str, Term]
    shortfalls: Mapping[str, Term]
    """Why a side could not hold what a match takes."""
    match_reasons: Mapping[str, Reason]
    """Why a match leaves the straight way."""

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the categories that contain this one, nearest first; KeyError if it is unknown."""
        return tree.ancestors(self.categories, key)

    def children(self, key: str) -> tuple[str, ...]:
        """Return the categories directly below this one, in the order of the list."""
        return tuple(each.key for each in self.categories.values() if each.parent == key)

    def within(self, key: str) -> tuple[str, ...]:
        """Return this category and all that it contains, in the order of the list."""
        return tuple(each for each in self.categories if key == each or key in self.ancestors(each))

    def relation(self, a: str, b: str) -> Relation:
        """Return what category `a` is to category `b` (PARENT: a contains b); KeyError if one is unknown."""
        return tree.relation(self.categories, a, b)

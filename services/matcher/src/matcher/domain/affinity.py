"""How near an offered category is to the one asked for."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from matcher.domain.context import Context
from shared.vocabulary import Relation


class Affinity(StrEnum):
    """How the offered category stands to the asked one: the same, containing it, contained in it, beside it."""

    SAME = "same"
    CONTAINS = "contains"
    CONTAINED = "contained"
    SIBLING = "sibling"
    NONE = "none"


POINTS: Final = {
    Affinity.SAME: 1000,
    Affinity.CONTAINS: 700,
    Affinity.CONTAINED: 700,
    Affinity.SIBLING: 300,
    Affinity.NONE: 0,
}
"""Points of the criterion `category`, 0..1000."""

_OF_RELATION: Final = {
    Relation.SAME: Affinity.SAME,
    Relation.PARENT: Affinity.CONTAINS,
    Relation.CHILD: Affinity.CONTAINED,
    Relation.SIBLING: Affinity.SIBLING,
    Relation.UNRELATED: Affinity.NONE,
}


def affinity(asked: str, offered: Sequence[str], context: Context) -> tuple[Affinity, str | None]:
    """Return how the nearest offered category stands to the asked one, and which it is (the first of equals)."""
    nearest, found = Affinity.NONE, offered[0] if offered else None
    for category in offered:
        relation = Affinity.SAME if category == asked else _OF_RELATION[context.relation(category, asked)]
        if POINTS[relation] > POINTS[nearest]:
            nearest, found = relation, category
    return nearest, found

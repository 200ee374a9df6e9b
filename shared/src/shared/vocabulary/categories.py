"""The tree of assistance categories, and how two of its entries stand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.vocabulary.terms import Term


class Relation(StrEnum):
    """How a first category stands to a second, whatever the distance between them."""

    SAME = "same"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    UNRELATED = "unrelated"


@dataclass(frozen=True)
class Category(Term):
    """A kind of assistance, with its sources.

    `mosaic` holds MOSAIC modules ("05.20"), "IATG" for the ammunition guidelines, or "all"; `paragraphs` such as
    "BMS7 33-35", "RES 16" or "PoA II.17-18"; `dac` five-digit OECD DAC purpose codes, the first one foremost.
    """

    parent: str | None
    mosaic: tuple[str, ...]
    paragraphs: tuple[str, ...]
    dac: tuple[str, ...]


def ancestors(categories: Mapping[str, Category], key: str) -> tuple[str, ...]:
    """Return the keys above an entry, nearest first; KeyError if the entry is unknown."""
    above: list[str] = []
    parent = categories[key].parent
    while parent is not None:
        above.append(parent)
        parent = categories[parent].parent
    return tuple(above)


def relation(categories: Mapping[str, Category], a: str, b: str) -> Relation:
    """Return what `a` is to `b`: PARENT when a contains b; entries at the top of the tree are no siblings."""
    if a == b:
        return Relation.SAME
    above_a, above_b = ancestors(categories, a), ancestors(categories, b)
    if a in above_b:
        return Relation.PARENT
    if b in above_a:
        return Relation.CHILD
    if above_a and above_a[:1] == above_b[:1]:
        return Relation.SIBLING
    return Relation.UNRELATED

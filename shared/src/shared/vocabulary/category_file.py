"""Reads categories.json, where a subcategory that names no source of its own carries its parent's."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import NotRequired, TypedDict

from shared.vocabulary.categories import Category
from shared.vocabulary.faults import category_faults, refuse


class CategoryRow(TypedDict):
    """An entry as the file holds it; parents stand before their subcategories."""

    key: str
    titles: dict[str, str]
    parent: NotRequired[str]
    mosaic: NotRequired[list[str]]
    paragraphs: NotRequired[list[str]]
    dac: NotRequired[list[str]]


def read_categories() -> Mapping[str, Category]:
    """Return the tree in the order of the file; BrokenReferenceDataError if it breaks a rule."""
    rows: list[CategoryRow] = json.loads((files("shared.vocabulary") / "data" / "categories.json").read_text("utf-8"))
    categories = build_categories(rows)
    refuse(category_faults(categories))
    return MappingProxyType({category.key: category for category in categories})


def build_categories(rows: Sequence[CategoryRow]) -> list[Category]:
    """Return an entry for each row, sources inherited, whatever its faults."""
    built: dict[str, Category] = {}
    return [_remembered(built, _category(row, built.get(row.get("parent", "")))) for row in rows]


def _remembered(built: dict[str, Category], category: Category) -> Category:
    built[category.key] = category
    return category


def _category(row: CategoryRow, parent: Category | None) -> Category:
    return Category(
        key=row["key"],
        titles=MappingProxyType(row["titles"]),
        parent=row.get("parent"),
        mosaic=tuple(row.get("mosaic", parent.mosaic if parent else ())),
        paragraphs=tuple(row.get("paragraphs", parent.paragraphs if parent else ())),
        dac=tuple(row.get("dac", parent.dac if parent else ())),
    )

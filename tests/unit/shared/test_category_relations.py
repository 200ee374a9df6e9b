"""How two entries of the category tree stand to each other."""

import pytest

from shared.vocabulary import Relation, load_vocabulary
from shared.vocabulary.categories import ancestors, relation
from shared.vocabulary.category_file import CategoryRow, build_categories

TREE: list[CategoryRow] = [
    {"key": "stores", "titles": {}},
    {"key": "building", "titles": {}, "parent": "stores"},
    {"key": "doors", "titles": {}, "parent": "building"},
    {"key": "roofs", "titles": {}, "parent": "building"},
    {"key": "training", "titles": {}, "parent": "stores"},
    {"key": "law", "titles": {}},
]
CATEGORIES = {category.key: category for category in build_categories(TREE)}


def test_ancestors_stand_nearest_first() -> None:
    assert ancestors(CATEGORIES, "doors") == ("building", "stores")


def test_a_top_entry_has_no_ancestors() -> None:
    assert ancestors(CATEGORIES, "law") == ()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("doors", "doors", Relation.SAME),
        ("building", "doors", Relation.PARENT),
        ("stores", "doors", Relation.PARENT),
        ("doors", "stores", Relation.CHILD),
        ("doors", "roofs", Relation.SIBLING),
        ("building", "training", Relation.SIBLING),
        ("doors", "training", Relation.UNRELATED),
        ("doors", "law", Relation.UNRELATED),
    ],
)
def test_the_relation_of_two_entries(a: str, b: str, expected: Relation) -> None:
    assert relation(CATEGORIES, a, b) is expected


def test_entries_at_the_top_of_the_tree_are_no_siblings() -> None:
    assert relation(CATEGORIES, "stores", "law") is Relation.UNRELATED


def test_an_unknown_entry_is_refused() -> None:
    with pytest.raises(KeyError):
        relation(CATEGORIES, "doors", "windows")


def test_the_shipped_vocabulary_answers_the_same_questions() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.ancestors("armoury_construction") == ("stockpile_management",)
    assert vocabulary.relation("stockpile_management", "armoury_construction") is Relation.PARENT
    assert vocabulary.relation("marking", "tracing") is Relation.UNRELATED

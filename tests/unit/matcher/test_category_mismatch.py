"""The line's category equals, contains or is contained in the component's."""

import pytest

from matcher.domain.conditions.category_mismatch import category_mismatch
from matcher.domain.conditions.verdict import Change, Party, Verdict
from tests.support.matching_examples import component, line, pairing


def verdict_on(asked: str, *offered: str) -> Verdict:
    return category_mismatch(pairing(component(category=asked), line(categories=offered)))


@pytest.mark.parametrize(
    ("asked", "offered"),
    [("marking", "marking"), ("marking_equipment", "marking"), ("marking", "marking_equipment")],
)
def test_categories_on_one_branch_meet(asked: str, offered: str) -> None:
    assert verdict_on(asked, offered).holds


def test_one_of_several_offered_categories_is_enough() -> None:
    assert verdict_on("marking", "tracing", "marking").holds


def test_siblings_come_near_but_do_not_meet() -> None:
    verdict = verdict_on("marking_equipment", "marking_at_import")
    assert verdict.message_key == "condition.category_mismatch.sibling"
    assert verdict.change == Change(Party.EITHER, "category", names=("marking_equipment",))


def test_categories_at_the_top_of_the_tree_are_no_siblings() -> None:
    assert verdict_on("marking", "tracing").message_key == "condition.category_mismatch.unrelated"


def test_a_category_that_the_list_does_not_know_meets_only_itself() -> None:
    assert verdict_on("not_in_the_list", "not_in_the_list").holds
    assert not verdict_on("not_in_the_list", "marking").holds


def test_a_line_without_categories_meets_nothing() -> None:
    assert not verdict_on("marking").holds

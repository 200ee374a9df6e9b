"""A list is bounded and says nothing twice."""

from shared.errors import FieldProblem
from shared.rules.lists import duplicate_problems, too_many


def test_a_list_may_be_as_long_as_its_bound_and_no_longer() -> None:
    assert too_many("/lines", "ab", 2) == []
    assert too_many("/lines", "abc", 2) == [FieldProblem("/lines", "expected at most 2 entries, got 3", "too-many")]


def test_every_repetition_is_named_where_it_stands() -> None:
    pointers = [problem.pointer for problem in duplicate_problems("/texts", ["en", "fr", "en", "en"], "/language")]

    assert pointers == ["/texts/2/language", "/texts/3/language"]

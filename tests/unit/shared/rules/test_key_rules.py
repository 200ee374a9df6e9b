"""How a key that no list knows is answered: with the list where it is short, else with what was perhaps meant."""

from collections.abc import Collection, Sequence

import pytest

from shared.rules.keys import MOST_KEYS, key_problems, keys_problems, nearest, shown

SHORT = ("dog", "cat")
LONG = [f"unit_{letter}" for letter in "abcdefghijkl"] + ["EUR"]


def said(key: str, known: Collection[str]) -> str:
    [problem] = key_problems("/kind", key, known, "kind")
    assert (problem.pointer, problem.code) == ("/kind", "unknown")
    return problem.detail


def found(keys: Sequence[str], *, most: int = MOST_KEYS) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in keys_problems("/kinds", keys, SHORT, "kind", most=most)]


@pytest.mark.parametrize("key", [None, "dog"])
def test_a_known_key_and_none_at_all_pass(key: str | None) -> None:
    assert list(key_problems("/kind", key, SHORT, "kind")) == []


def test_a_short_list_is_told_in_full() -> None:
    assert said("cow", SHORT) == "expected a kind: one of cat, dog, got 'cow'"


def test_a_long_list_is_told_by_its_nearest_keys() -> None:
    assert said("eur", LONG) == "expected a kind of the vocabulary (perhaps EUR), got 'eur'"


def test_a_key_like_no_other_gets_no_hint() -> None:
    assert said("zzz", LONG) == "expected a kind of the vocabulary, got 'zzz'"


def test_letter_case_counts_where_the_caller_says_so() -> None:
    assert nearest("eur", LONG) == " (perhaps EUR)"
    assert nearest("eur", LONG, alike=str) == ""


def test_a_long_key_is_shown_by_its_beginning() -> None:
    assert shown("x" * 60) == f"'{'x' * 60}'"
    assert shown("x" * 61) == f"'{'x' * 60}…'"


def test_each_key_of_a_list_is_known_and_said_once() -> None:
    assert found(("dog", "cow", "dog")) == [("/kinds/1", "unknown"), ("/kinds/2", "duplicate")]


def test_a_list_that_is_too_long_is_answered_once() -> None:
    assert found(("cow",) * 31) == [("/kinds", "too-many")]
    assert found(("cow",) * 3, most=2) == [("/kinds", "too-many")]

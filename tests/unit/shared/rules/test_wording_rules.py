"""What a text may hold: something to say, within bounds, in characters that every system can carry."""

import pytest

from shared.rules.wording import NAME, NARRATIVE, PARAGRAPH, line_problems, prose_problems, required_line_problems


def codes_of_line(value: str | None) -> list[str]:
    return [problem.code for problem in line_problems("/name", value)]


def codes_of_prose(value: str | None, *, shortest: int = 0) -> list[str]:
    return [problem.code for problem in prose_problems("/notes", value, shortest=shortest)]


@pytest.mark.parametrize("value", [None, "x", "x" * NAME, "الوسم", "标识", "Ünïcode é"])
def test_a_line_may_be_missing_or_in_any_script(value: str | None) -> None:
    assert codes_of_line(value) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "too-short"),
        (" \u00a0 ", "too-short"),
        ("x" * (NAME + 1), "too-long"),
        ("two\nlines", "control-characters"),
        ("a\ttab", "control-characters"),
        ("nul\0", "control-characters"),
        ("escape \x1b[2J", "control-characters"),
        ("delete \x7f", "control-characters"),
        ("half \ud800 of a pair", "control-characters"),
    ],
)
def test_a_line_that_is_blank_overlong_or_unprintable_is_refused(value: str, code: str) -> None:
    assert codes_of_line(value) == [code]


def test_a_required_line_says_how_much_is_missing() -> None:
    [problem] = required_line_problems("/title", " ab ", shortest=3)

    assert problem.detail == "expected at least 3 character(s) that are not space"


@pytest.mark.parametrize("value", [None, "", " ", "One.\nTwo.\r\n\tThree.", "x" * PARAGRAPH])
def test_prose_may_be_empty_and_run_over_lines(value: str | None) -> None:
    assert codes_of_prose(value) == []


@pytest.mark.parametrize(
    ("value", "code"), [("x" * (PARAGRAPH + 1), "too-long"), ("bell\a", "control-characters"), (" ", "too-short")]
)
def test_prose_is_bounded_and_printable_and_says_something_where_it_has_to(value: str, code: str) -> None:
    assert codes_of_prose(value, shortest=1) == [code]


def test_the_first_unprintable_character_is_named_with_its_place() -> None:
    [problem] = prose_problems("/notes", "ab\0\0")

    assert problem.detail == "expected text without control characters, found U+0000 at 2"


def test_what_stands_beyond_the_bound_is_not_searched() -> None:
    [problem] = prose_problems("/narrative", "x" * NARRATIVE + "\0", longest=NARRATIVE)

    assert (problem.pointer, problem.code) == ("/narrative", "too-long")

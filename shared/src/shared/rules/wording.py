"""Rules for free text: present where required, not overlong, and storable in any system it travels through."""

import unicodedata
from collections.abc import Iterator

from shared.errors import FieldProblem

NAME = 300
"""Longest name, title or reference, in characters."""

PARAGRAPH = 2_000
"""Longest description, plan, note or reason, in characters."""

NARRATIVE = 10_000
"""Longest narrative, in characters."""

_FORBIDDEN_CATEGORIES = {"Cc", "Cs"}
_LINE_BREAKS = {"\n", "\r", "\t"}


def line_problems(pointer: str, value: str | None, *, longest: int = NAME) -> Iterator[FieldProblem]:
    """Check an optional text of one line; None is fine, a blank one is not."""
    if value is not None:
        yield from required_line_problems(pointer, value, longest=longest)


def required_line_problems(
    pointer: str, value: str, *, shortest: int = 1, longest: int = NAME
) -> Iterator[FieldProblem]:
    """Check a text of one line that has to say something."""
    yield from _length_problems(pointer, value, shortest, longest)
    yield from _character_problems(pointer, value[:longest], allowed=set())


def prose_problems(
    pointer: str, value: str | None, *, shortest: int = 0, longest: int = PARAGRAPH
) -> Iterator[FieldProblem]:
    """Check a text that may run over several lines; None and, unless `shortest` says otherwise, "" are fine."""
    if value is not None:
        yield from _length_problems(pointer, value, shortest, longest)
        yield from _character_problems(pointer, value[:longest], allowed=_LINE_BREAKS)


def _length_problems(pointer: str, value: str, shortest: int, longest: int) -> Iterator[FieldProblem]:
    if len(value) > longest:
        yield FieldProblem(pointer, f"expected at most {longest} characters, got {len(value)}", "too-long")
    elif len(value.strip()) < shortest:
        detail = f"expected at least {shortest} character(s) that are not space"
        yield FieldProblem(pointer, detail, "too-short")


def _character_problems(pointer: str, value: str, allowed: set[str]) -> Iterator[FieldProblem]:
    for place, character in enumerate(value):
        if unicodedata.category(character) in _FORBIDDEN_CATEGORIES and character not in allowed:
            detail = f"expected text without control characters, found U+{ord(character):04X} at {place}"
            yield FieldProblem(pointer, detail, "control-characters")
            return

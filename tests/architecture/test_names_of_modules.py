"""A module is named after what it is about: a name that fits anything gathers everything."""

import re
from pathlib import PurePosixPath

import pytest

from tests.support.source_tree import SOURCES, modules_in

SAYS_NOTHING = re.compile(r"^_?(utils?|helpers?|common|base|manager|core|misc|impl)$")


def empty_words(path: str) -> list[str]:
    """Return the parts of a path, folders and words of names alike, that could name anything."""
    parts = PurePosixPath(path).with_suffix("").parts
    return [word for part in parts for word in {part, *part.split("_")} if SAYS_NOTHING.match(word)]


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    found = {module.path: empty_words(module.path) for module in modules_in(*SOURCES, "tests")}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("path", ["needs/utils.py", "needs/helpers/x.py", "shared/http_utils.py", "a/_base.py"])
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert empty_words(path)


@pytest.mark.parametrize("path", ["needs/coverage.py", "shared/databases.py", "accord/score.py"])
def test_a_name_that_only_contains_such_a_word_is_not(path: str) -> None:
    assert not empty_words(path)

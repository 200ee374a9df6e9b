"""What the pages promise is proved by tests that exist: a test that was renamed takes its promise with it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
NAMED = re.compile(r"`((?:architecture|contract|e2e|integration|property|resilience|unit)/[\w/]*)")


def named_on(page: str) -> set[str]:
    return set(NAMED.findall((ROOT / "docs" / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", ["guarantees.md", "security.md"])
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = named_on(page)
    assert len(named) > 20
    assert [name for name in sorted(named) if not _is_there(TESTS / name)] == []


def _is_there(path: Path) -> bool:
    return path.is_dir() or path.with_suffix(".py").is_file()

"""The reason of an action says something."""

import pytest

from shared.errors import InvalidInput
from shared.rules.reasons import must_be_a_valid_reason, reason_problems


def test_a_reason_may_be_missing_where_it_is_optional() -> None:
    assert list(reason_problems(None)) == []


def test_a_reason_may_run_over_lines() -> None:
    must_be_a_valid_reason("Met.\nBy our own budget.")


@pytest.mark.parametrize(
    ("reason", "code"), [(" ", "too-short"), ("x" * 2_001, "too-long"), ("\0", "control-characters")]
)
def test_a_reason_that_says_nothing_readable_is_refused_at_its_pointer(reason: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        must_be_a_valid_reason(reason)

    assert [(problem.pointer, problem.code) for problem in refusal.value.fields] == [("/reason", code)]

"""`accord run` takes what an operator may ask of a service, and starts none of its processes."""

from pathlib import Path

import psutil
import pytest

from accord.failures import CommandFailed
from accord.layout import DataDirectory
from accord.operating import run_for_operator
from accord.running_stack import RunningStack
from accord.stack_state import ProcessMark, StackState


@pytest.mark.parametrize(
    ("service", "words", "told"),
    [
        ("kafka", ["outbox", "list"], "expected one of needs, offers, matcher, got 'kafka'"),
        ("needs", ["api"], "expected one of republish, outbox, .*, got 'api'"),
        ("needs", ["all"], "got 'all'"),
        ("needs", ["migrate"], "got 'migrate'"),
        ("needs", [], "got ''"),
        ("needs", ["rebuild"], "only the matcher can be rebuilt"),
    ],
)
def test_what_no_operator_asks_is_refused_before_anything_starts(
    tmp_path: Path, service: str, words: list[str], told: str
) -> None:
    stack = RunningStack(DataDirectory(tmp_path), StackState(8700, ProcessMark.of(psutil.Process().pid)))
    with pytest.raises(CommandFailed, match=told):
        run_for_operator(stack, service, words)
    assert list(tmp_path.iterdir()) == []

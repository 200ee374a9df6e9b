"""Pauses after failures."""

import pytest

from shared.messaging.backoff import pause_after


@pytest.mark.parametrize(("failures", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (10_000, 300)])
def test_the_pause_doubles_with_each_failure_up_to_the_longest(failures: int, seconds: float) -> None:
    assert pause_after(failures, first=1, longest=300) == seconds

"""The life of a match over three services and a bus that does its worst: the two invariants hold at every step.

When everything has been heard the three services agree, whoever decided what, and whatever went wrong on the way.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.saga.machine import Delivery, Quarrel, Saga, Scramble


def examples(number: int) -> settings:
    """Return how hard to look; the same examples in every run."""
    return settings(
        max_examples=number,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
    )


def test_whatever_happens_nothing_is_overcommitted_and_all_agree_in_the_end() -> None:
    run_state_machine_as_test(Saga, settings=examples(50))


@pytest.mark.parametrize("machine", [Quarrel, Scramble])
def test_matches_that_want_the_same_never_get_more_than_there_is(machine: type[Saga]) -> None:
    run_state_machine_as_test(machine, settings=examples(20))


def test_what_was_agreed_is_delivered_or_given_back_and_never_counted_twice() -> None:
    run_state_machine_as_test(Delivery, settings=examples(30))

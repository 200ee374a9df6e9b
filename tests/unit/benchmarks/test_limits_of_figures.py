"""A figure of `make bench` says plainly whether it is what was wanted."""

import pytest

from tests.benchmarks.ratios import Limit, Ratio


def _ratio(value: float, wanted: Limit | None) -> Ratio:
    return Ratio("posting", value, "x", "ours", "theirs", wanted)


@pytest.mark.parametrize(
    ("value", "wanted", "met"),
    [
        (0.6, Limit(at_least=0.6), True),
        (0.59, Limit(at_least=0.6), False),
        (5.0, Limit(at_most=5), True),
        (5.01, Limit(at_most=5), False),
    ],
)
def test_a_figure_meets_its_limit_up_to_the_bound_itself(value: float, wanted: Limit, *, met: bool) -> None:
    assert _ratio(value, wanted).met is met


def test_a_figure_without_a_limit_is_neither_met_nor_missed() -> None:
    assert _ratio(1, None).met is None


def test_a_missed_limit_stands_in_the_table_with_its_bound() -> None:
    assert str(_ratio(0.2, Limit(at_least=0.6))).endswith("wanted >= 0.6: MISSED")

"""The funnel's shares: of everyone, and of those that came to the step before."""

from matcher.domain.match_statistics.figures import FUNNEL, Figures, funnel_of


def test_shares_are_of_all_and_of_the_step_before() -> None:
    steps = funnel_of({"proposed": 8, "endorsed": 6, "reserved": 3, "confirmed": 3})
    told = {step.stage: (step.matches, step.of_all, step.of_step_before) for step in steps}
    assert told == {
        "proposed": (8, 1.0, 1.0),
        "endorsed": (6, 0.75, 0.75),
        "reserved": (3, 0.375, 0.5),
        "confirmed": (3, 0.375, 1.0),
        "delivered": (0, 0.0, 0.0),
        "evaluated": (0, 0.0, 0.0),
    }


def test_a_funnel_of_nothing_divides_by_nothing() -> None:
    assert [(step.stage, step.of_all) for step in funnel_of({})] == [(stage, 0.0) for stage in FUNNEL]


def test_figures_sum_what_stands_in_each_stage() -> None:
    assert Figures({"proposed": 2, "rejected": 3}).matches == 5
    assert Figures().matches == 0

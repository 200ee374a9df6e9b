"""A pytest plugin: figures that tests counted, and how long the slow parts took, in the run's last lines."""

from collections.abc import Callable, Iterable

import pytest

SECTION = "figures"
PROPERTY = "figures"
SLOW_PARTS = ("tests/e2e", "tests/resilience")

Note = Callable[[str], None]


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """A function that has a line of figures printed at the end of the run."""
    return lambda line: record_property(PROPERTY, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was noted, and how long the slow parts took, their stacks' starts included."""
    reports = [
        each for found in terminalreporter.stats.values() for each in found if isinstance(each, pytest.TestReport)
    ]
    lines = [*dict.fromkeys(_noted(reports)), *_lengths(reports)]
    if lines:
        terminalreporter.section(SECTION)
        for line in lines:
            terminalreporter.write_line(line)


def _noted(reports: Iterable[pytest.TestReport]) -> Iterable[str]:
    return (str(value) for report in reports for name, value in report.user_properties if name == PROPERTY)


def _lengths(reports: Iterable[pytest.TestReport]) -> Iterable[str]:
    every = list(reports)
    for part in SLOW_PARTS:
        seconds = sum(report.duration for report in every if report.nodeid.startswith(part))
        if seconds:
            yield f"{part} took {seconds:.0f} s"

"""A pytest plugin: what cannot run on this machine is named at the end of the run, and nothing else may skip."""

from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any, NoReturn, TypeVar

import pytest

SECTION = "not run here"
PROPERTY = "not_run"
_FORBIDDEN = "skipped, which is only allowed through tests.support.not_run.not_runnable: {}"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


class NotRunnable(pytest.skip.Exception):
    """A part the test needs is missing on this machine."""


def not_runnable(reason: str) -> NoReturn:
    """End a test, or the fixture it needs, because a part is missing; `reason` names the part in one clause."""
    raise NotRunnable(reason)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(call: pytest.CallInfo[Any]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Mark the report of a test that cannot run, and turn any other skip into a failure."""
    report = yield
    missing = call.excinfo.value if call.excinfo is not None else None
    if isinstance(missing, NotRunnable):
        report.user_properties.append((PROPERTY, str(missing)))
        return report
    return report if hasattr(report, "wasxfail") else _forbid_skip(report)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure, for it would hide how many tests it holds."""
    return _forbid_skip((yield))


def _forbid_skip(report: Report) -> Report:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = _FORBIDDEN.format(reason)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one line for each missing part, with the number of tests it kept from running."""
    lines = list(not_run_lines(terminalreporter.stats.get("skipped", [])))
    if lines:
        terminalreporter.section(SECTION)
        for line in lines:
            terminalreporter.write_line(line, yellow=True)


def not_run_lines(skipped: Iterable[object]) -> Iterable[str]:
    """Yield a line for each reason, in the order of the alphabet."""
    properties = (entry for report in skipped for entry in getattr(report, "user_properties", ()))
    counted = Counter(reason for name, reason in properties if name == PROPERTY)
    for reason, number in sorted(counted.items()):
        yield f"not run: {reason} ({number} {'test' if number == 1 else 'tests'})"

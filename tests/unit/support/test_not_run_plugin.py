"""What cannot run is named at the end of a run, and no other skip goes unseen, in one process and in several."""

import pytest

CANNOT_RUN = """
import pytest
from tests.support.not_run import not_runnable

@pytest.fixture(scope="session")
def engine():
    not_runnable("Docker engine does not answer")

def test_one(engine): ...
def test_two(engine): ...
def test_three(): not_runnable("there is no java")
def test_four(): ...
"""
SKIPS = {
    "test_in_a_test": "def test_it(): pytest.skip('no time')",
    "test_by_a_mark": "@pytest.mark.skip(reason='no time')\ndef test_it(): ...",
    "test_by_a_condition": "@pytest.mark.skipif(True, reason='no time')\ndef test_it(): ...",
    "test_in_a_fixture": "@pytest.fixture\ndef it(): pytest.skip('no time')\ndef test_it(it): ...",
    "test_in_a_unittest": """
import unittest
class TestIt(unittest.TestCase):
    def test_it(self): self.skipTest('no time')
""",
    "test_module": "pytest.skip('no time', allow_module_level=True)\ndef test_it(): ...",
}
SKIPPING = {name: f"import pytest\n{source}" for name, source in SKIPS.items()}
REFUSED = "skipped, which is only allowed through tests.support.not_run.not_runnable"


def run(pytester: pytest.Pytester, root: object, *options: str, **modules: str) -> pytest.RunResult:
    """Run the modules with the plugin, in this process unless `-n` asks for several."""
    pytester.makeini(f"[pytest]\npythonpath = {root}\nasyncio_default_fixture_loop_scope = function\n")
    pytester.makeconftest('pytest_plugins = ["tests.support.not_run"]')
    pytester.makepyfile(**modules)
    start = pytester.runpytest_subprocess if "-n" in options else pytester.runpytest_inprocess
    return start("--continue-on-collection-errors", "-p", "no:hypothesispytest", *options)


@pytest.fixture
def root(pytestconfig: pytest.Config) -> object:
    return pytestconfig.rootpath


def assert_the_missing_parts_are_named(result: pytest.RunResult) -> None:
    engine, java = "not run: Docker engine does not answer (2 tests)", "not run: there is no java (1 test)"
    result.stdout.fnmatch_lines(["*= not run here =*", engine, java])


def assert_every_skip_is_a_failure(result: pytest.RunResult) -> None:
    summary = [line for line in result.outlines if line.startswith(("FAILED", "ERROR"))]
    assert len(summary) == len(SKIPS)
    assert all(any(f"{module}.py" in line for line in summary) for module in SKIPS)
    assert sum(REFUSED in line for line in result.outlines if not line.startswith(("FAILED", "ERROR"))) == len(SKIPS)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_each_missing_part_has_a_line_with_the_number_of_its_tests(pytester: pytest.Pytester, root: object) -> None:
    result = run(pytester, root, test_parts=CANNOT_RUN)
    assert_the_missing_parts_are_named(result)
    result.assert_outcomes(passed=1, skipped=3)
    assert result.ret == pytest.ExitCode.OK


def test_any_other_skip_fails_the_run_and_tells_why(pytester: pytest.Pytester, root: object) -> None:
    assert_every_skip_is_a_failure(run(pytester, root, **SKIPPING))


def test_the_same_holds_over_several_processes(pytester: pytest.Pytester, root: object) -> None:
    result = run(pytester, root, "-n", "2", test_parts=CANNOT_RUN, **SKIPPING)
    assert_the_missing_parts_are_named(result)
    assert_every_skip_is_a_failure(result)


def test_a_run_that_misses_nothing_says_nothing(pytester: pytest.Pytester, root: object) -> None:
    result = run(pytester, root, test_it="def test_it(): ...")
    result.stdout.no_fnmatch_line("*not run*")
    assert result.ret == pytest.ExitCode.OK


def test_an_expected_failure_is_not_a_skip(pytester: pytest.Pytester, root: object) -> None:
    expected = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert False"
    result = run(pytester, root, test_it=expected)
    result.assert_outcomes(xfailed=1)
    assert result.ret == pytest.ExitCode.OK

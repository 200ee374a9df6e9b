"""A broker that is heavy to start runs in one worker only, however many there are."""

import pytest

TESTS = """
import pytest

@pytest.fixture(scope="session")
def apache_kafka_broker(): ...

@pytest.mark.parametrize("number", range(8))
def test_heavy(apache_kafka_broker, number): ...

@pytest.mark.parametrize("number", range(8))
def test_light(number): ...
"""
PLUGINS = ["tests.support.broker_fixtures"]


def test_the_tests_of_a_heavy_broker_all_run_in_one_worker(
    pytester: pytest.Pytester, pytestconfig: pytest.Config
) -> None:
    pytester.makeini(f"[pytest]\npythonpath = {pytestconfig.rootpath}\nmarkers = apache_kafka: heavy\n")
    pytester.makeconftest(f"pytest_plugins = {PLUGINS}")
    pytester.makepyfile(TESTS)
    result = pytester.runpytest_subprocess("-n", "2", "--dist", "loadgroup", "-v", "-p", "no:hypothesispytest")
    result.assert_outcomes(passed=16)
    heavy = [line for line in result.outlines if "test_heavy[" in line and "PASSED" in line]
    assert len(heavy) == 8
    assert len({line.split()[0] for line in heavy}) == 1
    assert all(line.strip().endswith("@apache_kafka") for line in heavy)

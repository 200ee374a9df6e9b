"""A pytest plugin: brokers as fixtures, each started in the worker that needs it and ended with the session.

`broker` is for the conformance suite, which runs on every kind; other tests ask for one kind by name. A
heavy broker starts in one worker only: its tests form a group, for `--dist loadgroup`.
"""

import importlib
from collections.abc import Iterator

import pytest

from tests.support.brokers.broker import Broker

_SESSION_FIXTURES = {"tansu": "tansu_broker", "apache_kafka": "apache_kafka_broker", "container": "container_broker"}
_MARKS = {"apache_kafka": pytest.mark.apache_kafka, "container": pytest.mark.docker}


@pytest.fixture(scope="session")
def tansu_broker() -> Iterator[Broker]:
    """A Tansu for the worker's session."""
    yield from _session_of("tansu", "TansuBroker")


@pytest.fixture(scope="session")
def apache_kafka_broker() -> Iterator[Broker]:
    """An Apache Kafka on this machine's JVM, for the session."""
    yield from _session_of("apache_kafka", "ApacheKafkaBroker")


@pytest.fixture(scope="session")
def container_broker() -> Iterator[Broker]:
    """An Apache Kafka in a container, for the session."""
    yield from _session_of("container", "ContainerBroker")


@pytest.fixture(params=list(_SESSION_FIXTURES))
def broker(request: pytest.FixtureRequest) -> Broker:
    """Each kind of broker in turn; it runs, even when the test before left it stopped."""
    found: Broker = request.getfixturevalue(_SESSION_FIXTURES[request.param])
    if not found.running:
        found.start()
    return found


def _session_of(module: str, name: str) -> Iterator[Broker]:
    """Import late what takes long to import, run a broker, and end it whatever happens."""
    found: Broker = getattr(importlib.import_module(f"tests.support.brokers.{module}"), name)()
    try:
        found.start()
        yield found
    finally:
        found.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of each heavy broker, and put them in one group, before the groups are read."""
    for item in items:
        for kind in _kinds_of(item):
            if mark := _MARKS.get(kind):
                item.add_marker(mark)
                item.add_marker(pytest.mark.xdist_group(kind))


def _kinds_of(item: pytest.Item) -> set[str]:
    if not isinstance(item, pytest.Function):
        return set()
    asked: set[str] = {kind for kind, fixture in _SESSION_FIXTURES.items() if fixture in item.fixturenames}
    if hasattr(item, "callspec") and "broker" in item.callspec.params:
        asked.add(str(item.callspec.params["broker"]))
    return asked

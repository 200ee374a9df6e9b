"""Every bus there is, for the suites that all of them pass."""

import pytest

from tests.support.buses import Bus, InMemory, OnBroker, fresh

KINDS = [
    pytest.param("memory"),
    pytest.param("tansu_broker"),
    pytest.param("apache_kafka_broker", marks=[pytest.mark.apache_kafka, pytest.mark.xdist_group("apache_kafka")]),
    pytest.param("container_broker", marks=[pytest.mark.docker, pytest.mark.xdist_group("container")]),
]


@pytest.fixture(params=KINDS)
def bus(request: pytest.FixtureRequest) -> Bus:
    if request.param == "memory":
        return InMemory()
    broker = request.getfixturevalue(request.param)
    if not broker.running:
        broker.start()
    return OnBroker(broker)


@pytest.fixture
async def topic(bus: Bus) -> str:
    name = fresh("topic")
    await bus.create(name)
    return name

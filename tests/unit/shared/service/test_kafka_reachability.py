"""Kafka counts as there as long as one of its brokers listens."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from shared.service.reachability import kafka_check
from tests.support.ports import free_port


@pytest.fixture
def listening() -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as broker:
        yield f"127.0.0.1:{broker.getsockname()[1]}"


@pytest.fixture
def silent() -> str:
    return f"127.0.0.1:{free_port()}"


async def test_one_broker_that_is_down_is_not_noticed_while_another_listens(listening: str, silent: str) -> None:
    await kafka_check(f"{silent},{listening}").probe()
    await kafka_check(f"{listening}, {silent}").probe()


async def test_without_any_broker_the_check_fails_and_makes_nothing_unready(silent: str) -> None:
    check = kafka_check(f"{silent},127.0.0.1:{free_port()}")
    assert not check.required
    with pytest.raises(ConnectionRefusedError):
        await check.probe()

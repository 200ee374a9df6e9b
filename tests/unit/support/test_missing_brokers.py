"""A broker that this machine cannot run says so at once, and says which part is missing."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.brokers import container, kafka_jars
from tests.support.brokers.container import ContainerBroker
from tests.support.not_run import NotRunnable


@pytest.fixture
def silent_engine() -> Iterator[str]:
    """An address where something listens that never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_apache_kafka_needs_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotRunnable, match="there is no java"):
        kafka_jars.java()


def test_apache_kafka_needs_a_java_that_can_run_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "java", """echo 'openjdk version "11.0.2" 2019-01-15' >&2""")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotRunnable, match="java is older than 17"):
        kafka_jars.java()


def test_apache_kafka_needs_mvn_where_it_was_never_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kafka_jars, "_CACHE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotRunnable, match="there is no mvn to fetch it"):
        kafka_jars.jars()


def test_a_fetch_that_fails_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "bin", "mvn", "echo 'cannot resolve kafka_2.13'; exit 1")
    monkeypatch.setattr(kafka_jars, "_CACHE", tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(NotRunnable, match=r"mvn cannot fetch it: cannot resolve kafka_2\.13"):
        kafka_jars.jars()
    assert [entry.name for entry in (tmp_path / "cache").iterdir()] == ["lock"]


def test_a_container_needs_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(NotRunnable, match="Docker engine does not answer"):
        ContainerBroker()


def test_an_engine_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, silent_engine: str) -> None:
    monkeypatch.setenv("DOCKER_HOST", silent_engine)
    monkeypatch.setattr(container, "_PATIENCE_SECONDS", 0.2)
    with pytest.raises(NotRunnable, match="Docker engine does not answer"):
        ContainerBroker()

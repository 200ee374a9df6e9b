import asyncio
from collections.abc import Iterator

import pytest

from shared.kafka import KafkaAccess, existing_topics
from shared.messaging.create_topics import run
from shared.messaging.topics import TOPICS
from tests.support.brokers.tansu import TansuBroker
from tests.support.ports import free_port


@pytest.fixture
def empty_broker() -> Iterator[TansuBroker]:
    """A broker of the test's own, for the job creates topics under their real names."""
    broker = TansuBroker()
    try:
        broker.start()
        yield broker
    finally:
        broker.close()


def test_the_job_creates_every_topic_and_may_be_run_again(
    empty_broker: TansuBroker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCORD_KAFKA_BOOTSTRAP", empty_broker.bootstrap)
    assert run() == 0
    assert asyncio.run(existing_topics(KafkaAccess(empty_broker.bootstrap))).keys() >= {topic.name for topic in TOPICS}
    assert run() == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "topics: created " + ", ".join(topic.name for topic in TOPICS)
    assert second == "topics: created none, all are there"


def test_the_job_fails_with_a_sentence_where_no_broker_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("ACCORD_KAFKA_BOOTSTRAP", address)
    assert run() == 1
    assert capsys.readouterr().err.startswith(f"topics: {address}: ")


def test_the_job_names_what_it_was_told_wrongly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCORD_KAFKA_REPLICATION", "0")
    assert run() == 2
    assert "kafka_replication" in capsys.readouterr().err

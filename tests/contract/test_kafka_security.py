"""Apache Kafka with TLS, accounts and ACLs: each part of Accord may do what the page says, and no more."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.consumers import TOPICS as READ_BY_MATCHER
from needs.consumers import TOPICS as READ_BY_NEEDS
from offers.consumers import TOPICS as READ_BY_OFFERS
from shared.events.registry import ERASURES_TOPIC, MATCHES_TOPIC, NEEDS_TOPIC, PUBLIC_TOPIC
from shared.kafka import (
    KafkaAccess,
    KafkaPublisher,
    KafkaSubscription,
    KafkaTopicReader,
    create_topics,
    existing_topics,
)
from shared.messaging import create_topics as topics_job
from shared.messaging.bus import Delivery
from shared.messaging.topics import TOPICS, TopicSpec
from tests.support.brokers.access_rules import documented_rules, give
from tests.support.brokers.certificates import Authority
from tests.support.brokers.secured_kafka import SecuredKafkaBroker
from tests.support.buses import Reader, fresh, make_topics, outgoing
from tests.support.waiting import eventually

pytestmark = [pytest.mark.apache_kafka, pytest.mark.xdist_group("apache_kafka")]

RULES = documented_rules()
ACCOUNTS = ("topics", "needs", "offers", "matcher", "outside")
NAMES = [topic.name for topic in TOPICS]
READ = {
    "needs": (*READ_BY_NEEDS, ERASURES_TOPIC),
    "offers": (*READ_BY_OFFERS, ERASURES_TOPIC),
    "matcher": (*READ_BY_MATCHER, ERASURES_TOPIC),
    "outside": (PUBLIC_TOPIC,),
}
GROUPS = {"needs": "accord.needs", "offers": "accord.offers", "matcher": "accord.matcher", "outside": "outside.one"}


@pytest.fixture(scope="module")
def broker() -> Iterator[SecuredKafkaBroker]:
    """A broker with the page's rules and Accord's topics."""
    broker = SecuredKafkaBroker(ACCOUNTS)
    try:
        broker.start()
        asyncio.run(prepare(broker))
        yield broker
    finally:
        broker.close()


async def prepare(broker: SecuredKafkaBroker) -> None:
    await make_topics(broker.inside, *[replace(topic, partitions=1) for topic in TOPICS])
    await give(broker.inside.bootstrap, RULES)


def may(account: str, operation: str, topic: str) -> bool:
    return any(
        each.account == account and each.operation == operation and each.covers("topic", topic) for each in RULES
    )


async def published(access: KafkaAccess, topic: str, key: str = "key") -> tuple[Delivery, str]:
    publisher = KafkaPublisher(access)
    [outcome] = await publisher.publish([outgoing(topic, key, "value")])
    await publisher.stop()
    return outcome.delivery, outcome.error or ""


@asynccontextmanager
async def joined(access: KafkaAccess, group: str, *topics: str) -> AsyncGenerator[KafkaSubscription]:
    subscription = KafkaSubscription(access, group=group, topics=topics)
    await subscription.start()
    try:
        yield subscription
    finally:
        await subscription.stop()


async def refusal_of_reading(access: KafkaAccess, group: str, topic: str) -> str:
    """Return what a member is told that may not read; one that reads something is not told anything."""
    told = list[str]()

    async def refused() -> bool:
        try:
            assert await member.poll(limit=10, wait=0.1) == []
        except ConnectionError as error:
            told.append(str(error))
        return bool(told)

    async with joined(access, group, topic) as member:
        await eventually(refused, what="the member is refused")
    return told[0]


def test_the_page_gives_each_service_what_it_reads_and_nothing_else() -> None:
    for account, topics in READ.items():
        assert {name for name in NAMES if may(account, "Read", name)} == set(topics)
    assert {name for name in NAMES if may("outside", "Write", name) or may("topics", "Write", name)} == set()


@pytest.mark.parametrize("account", ["needs", "offers", "matcher", "outside"])
async def test_an_account_writes_the_topics_of_the_page_and_is_refused_at_all_others(
    broker: SecuredKafkaBroker, account: str, caplog: pytest.LogCaptureFixture
) -> None:
    access = broker.access(account)
    fates = {name: await published(access, name) for name in NAMES}
    written = {name for name, (delivery, _) in fates.items() if delivery is Delivery.ACKNOWLEDGED}
    assert written == {name for name in NAMES if may(account, "Write", name)}
    for name in set(NAMES) - written:
        delivery, why = fates[name]
        assert delivery is Delivery.UNREACHABLE
        assert "TopicAuthorizationFailed" in why or "ClusterAuthorizationFailed" in caplog.text


@pytest.mark.parametrize("account", sorted(READ))
async def test_an_account_reads_in_its_own_group_what_the_page_says(broker: SecuredKafkaBroker, account: str) -> None:
    topics = READ[account]
    for topic in topics:
        assert (await published(broker.inside, topic, fresh("key")))[0] is Delivery.ACKNOWLEDGED
    async with joined(broker.access(account), GROUPS[account], *topics) as member:
        reader = Reader(member)
        records = await reader.until(len(topics))
        assert {record.partition.topic for record in records} == set(topics)
        ends = {record.partition: record.offset + 1 for record in records}
        assert await member.commit(ends)


@pytest.mark.parametrize(
    ("account", "group", "topic", "why"),
    [
        ("needs", "accord.needs", NEEDS_TOPIC, "TopicAuthorizationFailed"),
        ("outside", "outside.one", NEEDS_TOPIC, "TopicAuthorizationFailed"),
        ("outside", "accord.matcher", PUBLIC_TOPIC, "GroupAuthorizationFailed"),
        ("needs", "accord.offers", MATCHES_TOPIC, "GroupAuthorizationFailed"),
    ],
)
async def test_another_topic_or_another_group_is_refused(
    broker: SecuredKafkaBroker, account: str, group: str, topic: str, why: str
) -> None:
    await published(broker.inside, topic, fresh("key"))
    assert why in await refusal_of_reading(broker.access(account), group, topic)


async def test_no_service_creates_a_topic(broker: SecuredKafkaBroker) -> None:
    with pytest.raises(ConnectionError, match="AuthorizationFailed"):
        await create_topics(broker.access("needs"), [TopicSpec("accord.other.v1", 1)])


def test_the_job_creates_topics_with_an_account_and_secrets_from_files(
    broker: SecuredKafkaBroker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    access, password = broker.access("topics"), tmp_path / "password"
    password.write_text(broker.password_of("topics") + "\n", encoding="utf-8")
    given = {
        "BOOTSTRAP": access.bootstrap,
        "SECURITY_PROTOCOL": "SASL_SSL",
        "CA_FILE": str(access.ca_file),
        "USER": "topics",
        "PASSWORD_FILE": str(password),
    }
    for name, value in given.items():
        monkeypatch.setenv(f"ACCORD_KAFKA_{name}", value)
    monkeypatch.setattr(topics_job, "TOPICS", (TopicSpec("accord.late.v1", 1), *TOPICS))
    assert topics_job.run() == 0
    assert capsys.readouterr().out == "topics: created accord.late.v1\n"


async def test_a_wrong_password_is_refused_and_the_log_says_so(
    broker: SecuredKafkaBroker, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = replace(broker.access("needs"), password="opensesame")
    assert (await published(wrong, NEEDS_TOPIC))[0] is Delivery.UNREACHABLE
    with pytest.raises(ConnectionError):
        await existing_topics(wrong)
    assert "SaslAuthenticationFailed" in caplog.text
    assert "opensesame" not in caplog.text


async def test_a_broker_for_which_nobody_vouches_is_not_spoken_to(
    broker: SecuredKafkaBroker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = Authority.named("somebody else").write(tmp_path / "other.pem")
    with pytest.raises(ConnectionError):
        await existing_topics(replace(broker.access("needs"), ca_file=other))
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text


async def test_a_broker_under_another_name_is_not_spoken_to(
    broker: SecuredKafkaBroker, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ConnectionError):
        await existing_topics(replace(broker.access("needs"), bootstrap=f"localhost:{broker.secure_port}"))
    assert "Hostname mismatch" in caplog.text


async def test_without_tls_and_an_account_nothing_is_answered(broker: SecuredKafkaBroker) -> None:
    with pytest.raises(ConnectionError):
        await existing_topics(KafkaAccess(broker.bootstrap))


async def test_services_read_the_erasures_in_no_group_and_nobody_else_does(broker: SecuredKafkaBroker) -> None:
    await published(broker.access("needs"), ERASURES_TOPIC, "one")
    for account in ("needs", "offers", "matcher"):
        reader = KafkaTopicReader(broker.access(account), ERASURES_TOPIC)
        assert b"one" in {record.key for record in await reader.read_on()}
        assert await reader.read_on() == []
        await reader.begin_again()
    outside = KafkaTopicReader(broker.access("outside"), ERASURES_TOPIC)
    with pytest.raises(ConnectionError, match="may not be read"):
        await outside.read_on()
    await outside.begin_again()

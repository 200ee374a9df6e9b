"""The one module that constructs Kafka clients: aiokafka behind the bus's interface, with its traps answered.

Settings are never the library's defaults: every record is acknowledged by all replicas, nothing is committed but
what the worker names, a new group starts at the beginning. A producer that raised anything is replaced (aiokafka
#1017), waves have a deadline because batches never expire while the broker is away, and no call can hang.
"""
# aiokafka ships no types: what it returns is unknown to the checker in this one module.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeArgument=false, reportUnknownParameterType=false

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import (
    CommitFailedError,
    IllegalStateError,
    InvalidMessageError,
    KafkaError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    for_code,
)

from shared.kafka_access import REQUEST_SECONDS, KafkaAccess
from shared.kafka_internals import end_consumer, end_producer, fetching_has_died, topics_withheld
from shared.messaging.bus import Delivery, IncomingRecord, Outcome, OutgoingRecord, Partition
from shared.messaging.positions import ends_of, lag_of
from shared.messaging.topics import TopicSpec

AT_FAULT = (
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    InvalidMessageError,
    PolicyViolationError,
)
"""Errors of the record itself, which sending again does not help; a time that is refused is our clock's error."""

JOIN_GRACE_SECONDS = 0.5
COMMIT_SECONDS = 5.0


class KafkaPublisher:
    """Publishes waves; after anything but success it starts over with a new producer, and the old one is silent."""

    def __init__(self, access: KafkaAccess) -> None:
        self._access = access
        self._producer: AIOKafkaProducer | None = None

    async def publish(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        """Send the wave and answer each record's fate; a bus that is away is an outcome, not an exception.

        The broker refuses whole batches, so what was refused in company is tried again on its own.
        """
        outcomes = await self._publish_together(wave)
        if len(wave) > 1:
            for number, outcome in enumerate(outcomes):
                if outcome.delivery is Delivery.REFUSED:
                    outcomes[number] = (await self._publish_together([wave[number]]))[0]
        return outcomes

    async def stop(self) -> None:
        """Let the producer go; it is made anew by the next wave."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await end_producer(producer)

    async def _publish_together(self, wave: Sequence[OutgoingRecord]) -> list[Outcome]:
        sent: list[asyncio.Future[Any]] = []
        trouble: Exception = TimeoutError(f"no answer within {self._access.wave_seconds:g} s")
        complete = False
        try:
            async with asyncio.timeout(self._access.wave_seconds):
                producer = await self._started()
                for record in wave:
                    sent.append(await _send(producer, record))  # noqa: PERF401 (what was sent must be known on failure)
                if sent:
                    await asyncio.wait(sent)
            complete = all(future.exception() is None for future in sent)
        except (KafkaError, OSError) as error:
            trouble = error if str(error) else trouble
        finally:
            if not complete:
                await self.stop()
        unsent = [Outcome(Delivery.UNREACHABLE, repr(trouble))] * (len(wave) - len(sent))
        return [_outcome(future, trouble) for future in sent] + unsent

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            settings = self._access.client_settings()
            # Longer than a wave may take: otherwise aiokafka closes connections by itself, and the kernel sends on.
            settings["request_timeout_ms"] = int((self._access.wave_seconds + 5) * 1000)
            producer = AIOKafkaProducer(**settings, acks="all", enable_idempotence=self._access.idempotent, linger_ms=0)
            self._producer = producer
            await producer.start()
        return self._producer


class KafkaSubscription:
    """One member of a consumer group over the given topics, which may come into being later."""

    def __init__(self, access: KafkaAccess, *, group: str, topics: Iterable[str]) -> None:
        self._access = access
        self._group = group
        self._topics = tuple(topics)
        self._joined: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Begin to join the group; ConnectionError when no broker answers. Partitions arrive with the first polls."""
        await self.stop()
        self._joined = AIOKafkaConsumer(
            **self._access.client_settings(),
            **self._access.session_settings(),
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            partition_assignment_strategy=(RoundRobinPartitionAssignor,),
            isolation_level="read_committed",
        )
        await _or_connection_error(self._joined.start(), REQUEST_SECONDS)
        self._joined.subscribe(self._topics)

    async def poll(self, *, limit: int, wait: float) -> list[IncomingRecord]:
        """Return what has arrived, each partition's records together and in order; nothing while the group forms."""
        if fetching_has_died(self._consumer):
            raise ConnectionError("the consumer stopped fetching; it must be made anew")
        if withheld := topics_withheld(self._consumer):
            raise ConnectionError(repr(TopicAuthorizationFailedError(*sorted(withheld))))
        polled = self._consumer.getmany(timeout_ms=int(wait * 1000), max_records=limit)
        try:
            async with asyncio.timeout(wait + JOIN_GRACE_SECONDS):
                by_partition = await _or_connection_error(polled, None)
        except TimeoutError:
            return []
        return [_incoming(record) for records in by_partition.values() for record in records]

    async def commit(self, next_offsets: Mapping[Partition, int]) -> bool:
        """Commit exactly these offsets; False when somebody else owns the partitions now.

        aiokafka would go on trying for as long as the broker is away; here that is a ConnectionError.
        """
        offsets = {TopicPartition(p.topic, p.number): offset for p, offset in next_offsets.items()}
        try:
            await _or_connection_error(self._consumer.commit(offsets), COMMIT_SECONDS)
        except _NotOurs:
            return False
        return True

    def rewind(self, partition: Partition, offset: int) -> None:
        """Go back to this offset, unless the partition was taken away meanwhile."""
        with suppress(IllegalStateError):
            self._consumer.seek(TopicPartition(partition.topic, partition.number), offset)

    async def lag(self) -> int:
        """Ask the broker how many records the assigned partitions hold beyond this member's position."""
        try:
            return await _or_connection_error(lag_of(self._consumer), REQUEST_SECONDS)
        except _NotOurs:
            return 0

    async def ends(self) -> Mapping[Partition, int]:
        """Ask the broker where the assigned partitions end."""
        try:
            return await _or_connection_error(ends_of(self._consumer), REQUEST_SECONDS)
        except _NotOurs:
            return {}

    async def stop(self) -> None:
        """Leave the group."""
        consumer, self._joined = self._joined, None
        if consumer is not None:
            await end_consumer(consumer)

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        if self._joined is None:
            raise ConnectionError("the subscription is not started")
        return self._joined


class KafkaTopicReader:
    """Reads all partitions that the broker tells of (a new consumer may know none) in no group, each in its order."""

    def __init__(self, access: KafkaAccess, topic: str, *, seconds: float = REQUEST_SECONDS * 2) -> None:
        self._access = access
        self._topic = topic
        self._seconds = seconds
        self._reading: AIOKafkaConsumer | None = None

    async def read_on(self) -> list[IncomingRecord]:
        """Return what stands after what was read before; ConnectionError with no broker, or no right to the topic."""
        return await _or_connection_error(self._read_on(), self._seconds)

    async def begin_again(self) -> None:
        """Let the connection go, and have the next reading begin at the first record."""
        consumer, self._reading = self._reading, None
        if consumer is not None:
            await end_consumer(consumer)

    async def _read_on(self) -> list[IncomingRecord]:
        if (consumer := self._reading) is None:
            settings = self._access.client_settings()
            consumer = AIOKafkaConsumer(**settings, enable_auto_commit=False, auto_offset_reset="earliest")
            self._reading = consumer
            await consumer.start()
        if not consumer.assignment():
            if not (numbers := (await existing_topics(self._access)).get(self._topic)):
                raise ConnectionError(f"there is no topic {self._topic}, or it may not be read")
            consumer.assign([TopicPartition(self._topic, number) for number in numbers])
        ends, records = await consumer.end_offsets(list(consumer.assignment())), list[IncomingRecord]()
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            polled = await consumer.getmany(timeout_ms=250)
            records += [_incoming(record) for together in polled.values() for record in together]
        return records


async def create_topics(access: KafkaAccess, topics: Iterable[TopicSpec], *, replication: int = 1) -> list[str]:
    """Create the topics that do not exist yet and return their names; ConnectionError when no broker answers.

    With three replicas or more a record counts as written when all but one of them have it.
    """
    safe = {"min.insync.replicas": str(max(1, replication - 1))}
    wanted = [NewTopic(t.name, t.partitions, replication, topic_configs=safe | dict(t.settings)) for t in topics]
    answer = await _administer(access, lambda admin: admin.create_topics(wanted))
    return [name for name, code, *_ in answer.topic_errors if _is_created(name, code)]


async def existing_topics(access: KafkaAccess) -> dict[str, list[int]]:
    """Return the topics that the broker lets us know of, with their partitions; ConnectionError when none answers."""
    described: list[Any] = await _administer(access, lambda admin: admin.describe_topics())
    return {each["topic"]: [part["partition"] for part in each["partitions"]] for each in described}


class _NotOurs(ConnectionError):
    """The partition or the membership belongs to somebody else by now."""


async def _administer(access: KafkaAccess, ask: Callable[[AIOKafkaAdminClient], Awaitable[Any]]) -> Any:
    admin = AIOKafkaAdminClient(**access.client_settings())
    try:
        await _or_connection_error(admin.start(), REQUEST_SECONDS)
        return await _or_connection_error(ask(admin), REQUEST_SECONDS)
    finally:
        await admin.close()


async def _send(producer: AIOKafkaProducer, record: OutgoingRecord) -> asyncio.Future[Any]:
    try:
        return await producer.send(record.topic, record.value, key=record.key.encode(), headers=list(record.headers))
    except AT_FAULT as error:
        failed: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        failed.set_exception(error)
        return failed


def _outcome(sent: asyncio.Future[Any], trouble: Exception) -> Outcome:
    if sent.cancel():
        return Outcome(Delivery.UNREACHABLE, repr(trouble))
    error = sent.exception()
    if error is None:
        return Outcome(Delivery.ACKNOWLEDGED)
    return Outcome(Delivery.REFUSED if isinstance(error, AT_FAULT) else Delivery.UNREACHABLE, repr(error))


def _incoming(record: Any) -> IncomingRecord:
    return IncomingRecord(
        partition=Partition(record.topic, record.partition),
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple((name, bytes(value or b"")) for name, value in record.headers),
        timestamp=record.timestamp / 1000,
    )


def _is_created(name: str, code: int) -> bool:
    if code == 0:
        return True
    error = for_code(code)
    if error is TopicAlreadyExistsError:
        return False
    raise ConnectionError(f"the broker does not create {name}: {error.__name__}")


async def _or_connection_error(answer: Awaitable[Any], seconds: float | None) -> Any:
    """Await an answer for so long; whatever goes wrong is a ConnectionError, so that the client is made anew."""
    try:
        async with asyncio.timeout(seconds):
            return await answer
    except (CommitFailedError, IllegalStateError) as error:
        raise _NotOurs from error
    except Exception as error:
        raise ConnectionError(repr(error)) from error

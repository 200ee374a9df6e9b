"""The one module that constructs Kafka clients: aiokafka behind the bus's interface, with its traps answered.

Settings are never the library's defaults: every record is acknowledged by all replicas, nothing is committed but
what the worker names, a new group starts at the beginning. A producer that raised anything is replaced (aiokafka
#1017), waves have a deadline because batches never expire while the broker is away, and no call can hang.
"""
# aiokafka ships no types: what it returns is unknown to the checker in this one module.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeArgument=false, reportUnknownParameterType=false

import asyncio
import ssl
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import (
    CommitFailedError,
    IllegalStateError,
    InvalidMessageError,
    InvalidTimestampError,
    KafkaError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    TopicAlreadyExistsError,
    for_code,
)

from shared.kafka_endings import end_consumer, end_producer
from shared.messaging.bus import Delivery, IncomingRecord, Outcome, OutgoingRecord, Partition
from shared.messaging.topics import TopicSpec

AT_FAULT = (
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    InvalidMessageError,
    InvalidTimestampError,
    PolicyViolationError,
)
"""Errors that belong to the record, not to the broker: sending it again will not help."""

REQUEST_SECONDS = 10.0
JOIN_GRACE_SECONDS = 0.5


@dataclass(frozen=True)
class KafkaAccess:
    """How to reach the brokers, how long a wave may take, and after what silence a group's member counts as gone."""

    bootstrap: str
    idempotent: bool = True
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str = "PLAIN"
    username: str | None = None
    password: str | None = None
    ca_file: str | None = None
    wave_seconds: float = 15.0
    session_seconds: float = 45.0

    @classmethod
    def embedded(cls, bootstrap: str) -> Self:
        """Reach the embedded broker: it knows no idempotent producers, and keeps a new group waiting half a session."""
        return cls(bootstrap, idempotent=False, session_seconds=3.0)

    def client_settings(self) -> dict[str, Any]:
        """Return the settings that every kind of client shares."""
        encrypted = self.security_protocol in {"SSL", "SASL_SSL"}
        return {
            "bootstrap_servers": self.bootstrap,
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.username,
            "sasl_plain_password": self.password,
            "ssl_context": ssl.create_default_context(cafile=self.ca_file) if encrypted else None,
            "request_timeout_ms": int(REQUEST_SECONDS * 1000),
            "metadata_max_age_ms": 10_000,
        }

    def session_settings(self) -> dict[str, Any]:
        """Return the settings of a group's member."""
        return {
            "session_timeout_ms": int(self.session_seconds * 1000),
            "heartbeat_interval_ms": int(min(3.0, self.session_seconds / 3) * 1000),
            "rebalance_timeout_ms": 60_000,
        }

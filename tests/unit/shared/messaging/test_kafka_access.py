"""The settings with which clients reach Kafka."""

import ssl

import pytest

from shared.kafka import KafkaAccess
from shared.messaging.leadership import lock_number
from shared.messaging.topics import MAXIMUM_PAYLOAD_BYTES
from shared.settings_kafka import KafkaSettings


def test_a_member_of_a_group_is_given_time_before_it_counts_as_gone() -> None:
    settings = KafkaAccess("broker:9092").session_settings()
    assert (settings["session_timeout_ms"], settings["heartbeat_interval_ms"]) == (45_000, 3_000)


def test_an_operator_says_after_what_silence_a_worker_counts_as_gone() -> None:
    settings = KafkaSettings(kafka_session_timeout_seconds=6).kafka_access().session_settings()
    assert (settings["session_timeout_ms"], settings["heartbeat_interval_ms"]) == (6_000, 2_000)


def test_on_the_embedded_broker_sessions_are_short_because_a_first_join_takes_half_of_one() -> None:
    settings = KafkaAccess("broker:9092", idempotent=False).session_settings()
    assert (settings["session_timeout_ms"], settings["heartbeat_interval_ms"]) == (3_000, 1_000)


@pytest.mark.parametrize(
    ("protocol", "encrypted"), [("PLAINTEXT", False), ("SASL_PLAINTEXT", False), ("SASL_SSL", True)]
)
def test_only_an_encrypted_protocol_gets_a_context_that_checks_certificates(protocol: str, *, encrypted: bool) -> None:
    context = KafkaAccess("broker:9092", security_protocol=protocol).client_settings()["ssl_context"]
    assert (context is not None) is encrypted
    if encrypted:
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_payload_of_the_largest_size_leaves_room_for_headers_in_a_record_of_kafkas_default_size() -> None:
    assert MAXIMUM_PAYLOAD_BYTES + 10_000 < 1_048_576


def test_a_lock_has_the_same_number_in_every_process_and_fits_postgresqls_bigint() -> None:
    assert lock_number("accord.relay.needs") == 7816117182250205665
    assert -(2**63) <= lock_number("accord.relay.offers") < 2**63

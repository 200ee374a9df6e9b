"""The settings of the way to Kafka: what is meant is what happens, and what would protect less stops the start."""

import ssl
from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.kafka_access import KafkaAccess
from shared.settings_kafka import KafkaSettings
from tests.support.brokers.certificates import Authority

SIGNS_IN = {"SECURITY_PROTOCOL": "SASL_SSL", "USER": "needs", "PASSWORD": "opensesame"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is said of Kafka."""
    for name in ("BOOTSTRAP", "SECURITY_PROTOCOL", "USER", "PASSWORD"):
        monkeypatch.delenv(f"ACCORD_KAFKA_{name}", raising=False)
    return monkeypatch


def tell(environment: pytest.MonkeyPatch, **variables: str) -> KafkaSettings:
    for name, value in variables.items():
        environment.setenv(f"ACCORD_KAFKA_{name}", value)
    return KafkaSettings()


def test_an_account_reaches_the_brokers_with_tls_and_scram(told: pytest.MonkeyPatch) -> None:
    settings = tell(told, **SIGNS_IN).kafka_access().client_settings()
    assert (settings["security_protocol"], settings["sasl_mechanism"]) == ("SASL_SSL", "SCRAM-SHA-512")
    assert (settings["sasl_plain_username"], settings["sasl_plain_password"]) == ("needs", "opensesame")
    context: ssl.SSLContext = settings["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_password_comes_from_a_file(told: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("opensesame\n", encoding="utf-8")
    said = {"SECURITY_PROTOCOL": "SASL_SSL", "USER": "needs", "PASSWORD_FILE": str(tmp_path / "password")}
    assert tell(told, **said).kafka_access().password == "opensesame"


def test_only_the_given_authority_is_trusted(told: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = Authority.named("ours").write(tmp_path / "ours.pem")
    context: ssl.SSLContext = tell(told, **SIGNS_IN, CA_FILE=str(ours)).kafka_access().client_settings()["ssl_context"]
    [trusted] = context.get_ca_certs()
    assert trusted["subject"] == ((("commonName", "ours"),),)


def test_a_certificate_of_its_own_is_read_with_its_key(told: pytest.MonkeyPatch, tmp_path: Path) -> None:
    both = str(Authority.named("ours").write_server(tmp_path / "needs.pem", "127.0.0.1"))
    settings = tell(told, SECURITY_PROTOCOL="SSL", CERTIFICATE_FILE=both, KEY_FILE=both)
    assert settings.kafka_access().client_settings()["ssl_context"] is not None
    no_key = str(Authority.named("ours").write(tmp_path / "ours.pem"))
    with pytest.raises(ssl.SSLError):
        tell(told, KEY_FILE=no_key).kafka_access().client_settings()


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"SECURITY_PROTOCOL": "SASL_SSL"}, "kafka_user and kafka_password are needed"),
        ({"SECURITY_PROTOCOL": "SASL_SSL", "USER": "needs"}, "kafka_user and kafka_password are needed"),
        ({"SECURITY_PROTOCOL": "SASL_SSL", "USER": "needs", "PASSWORD": ""}, "are needed with SASL"),
        ({"USER": "needs", "PASSWORD": "opensesame"}, "must be SASL_SSL"),
        ({"SECURITY_PROTOCOL": "SSL", "USER": "needs"}, "must be SASL_SSL"),
        (SIGNS_IN | {"SECURITY_PROTOCOL": "SASL_PLAINTEXT", "SASL_MECHANISM": "PLAIN"}, "needs SASL_SSL"),
        (SIGNS_IN | {"SASL_MECHANISM": "GSSAPI"}, "kafka_sasl_mechanism"),
        ({"SECURITY_PROTOCOL": "TLS"}, "kafka_security_protocol"),
        ({"SECURITY_PROTOCOL": "SSL", "CA_FILE": "/no/such/file"}, "kafka_ca_file"),
        ({"CA_FILE": __file__}, "must be SSL or SASL_SSL"),
        ({"SECURITY_PROTOCOL": "SSL", "CERTIFICATE_FILE": __file__}, "are given together"),
        ({"BOOTSTRAP": ""}, "kafka_bootstrap"),
    ],
)
def test_what_would_protect_less_than_it_seems_to_stops_the_start(
    told: pytest.MonkeyPatch, variables: dict[str, str], why: str
) -> None:
    with pytest.raises(ValidationError, match=why) as refusal:
        tell(told, **variables)
    assert "opensesame" not in str(refusal.value)


def test_secrets_are_in_no_text(told: pytest.MonkeyPatch) -> None:
    settings = tell(told, **SIGNS_IN)
    for shown in (repr(settings), settings.model_dump_json(), repr(settings.kafka_access())):
        assert "opensesame" not in shown
    assert "opensesame" not in repr(KafkaAccess("broker:9092", key_password="opensesame"))


@pytest.mark.usefixtures("told")
def test_on_a_network_of_its_own_nothing_has_to_be_said() -> None:
    settings = KafkaSettings().kafka_access().client_settings()
    assert (settings["security_protocol"], settings["ssl_context"]) == ("PLAINTEXT", None)

"""Settings of the way to Kafka: the brokers, and by what a process knows them and is known to them."""

from typing import Annotated, Literal, Self

from pydantic import Field, FilePath, SecretStr, model_validator

from shared.kafka_access import KafkaAccess
from shared.settings_files import FileSettings

SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class KafkaSettings(FileSettings):
    """`ACCORD_KAFKA_*`; a combination that would protect less than it seems to stops the start.

    With TLS the brokers' names are always checked. Files are read anew for each connection to come, so that a new
    certificate needs no restart.
    """

    kafka_bootstrap: Annotated[str, Field(min_length=1)] = "127.0.0.1:9092"
    """Addresses `host:port` of brokers, separated by commas."""
    kafka_idempotent_producer: bool = True
    """False only for the embedded broker, which has no idempotent producer."""

    kafka_session_timeout_seconds: Annotated[float, Field(ge=1, le=1800)] | None = None
    """After what silence a worker counts as gone and others take over; 45 s where it is not given (3 s embedded)."""

    kafka_security_protocol: SecurityProtocol = "PLAINTEXT"
    kafka_ca_file: FilePath | None = None
    """Certificates (PEM) of those who may vouch for a broker; where it is not given, whom the system trusts."""
    kafka_certificate_file: FilePath | None = None
    """This process's own certificate (PEM), where the brokers know their clients by one."""
    kafka_key_file: FilePath | None = None
    """The private key (PEM) of that certificate, and the password under which it may be kept."""
    kafka_key_password: SecretStr | None = None
    kafka_sasl_mechanism: SaslMechanism = "SCRAM-SHA-512"
    kafka_user: str | None = None
    kafka_password: SecretStr | None = None

    @model_validator(mode="after")
    def protect_as_meant(self) -> Self:
        """Refuse credentials that are missing, that would not be used, or that would cross the network in clear."""
        encrypted = self.kafka_security_protocol in {"SSL", "SASL_SSL"}
        if not encrypted and (self.kafka_ca_file or self.kafka_certificate_file or self.kafka_key_file):
            raise ValueError("kafka_security_protocol must be SSL or SASL_SSL where certificates are given")
        if (self.kafka_certificate_file is None) is not (self.kafka_key_file is None):
            raise ValueError("kafka_certificate_file and kafka_key_file are given together")
        self._check_sasl(encrypted=encrypted)
        return self

    def _check_sasl(self, *, encrypted: bool) -> None:
        signs_in = self.kafka_security_protocol.startswith("SASL_")
        given = [
            bool(self.kafka_user),
            self.kafka_password is not None and bool(self.kafka_password.get_secret_value()),
        ]
        if signs_in and not all(given):
            raise ValueError("kafka_user and kafka_password are needed with SASL")
        if not signs_in and any(given):
            raise ValueError("kafka_security_protocol must be SASL_SSL where kafka_user or kafka_password are given")
        if signs_in and not encrypted and self.kafka_sasl_mechanism == "PLAIN":
            raise ValueError("kafka_sasl_mechanism PLAIN sends the password, which needs SASL_SSL")

    def kafka_access(self) -> KafkaAccess:
        """Return how every client of this process reaches the brokers."""
        return KafkaAccess(
            self.kafka_bootstrap,
            idempotent=self.kafka_idempotent_producer,
            security_protocol=self.kafka_security_protocol,
            sasl_mechanism=self.kafka_sasl_mechanism,
            username=self.kafka_user,
            password=_revealed(self.kafka_password),
            ca_file=self.kafka_ca_file,
            certificate_file=self.kafka_certificate_file,
            key_file=self.kafka_key_file,
            key_password=_revealed(self.kafka_key_password),
            session_seconds=self.kafka_session_timeout_seconds,
        )


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()

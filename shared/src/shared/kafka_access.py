"""How a process reaches Kafka: the settings of its clients, none of them a library's default."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REQUEST_SECONDS = 10.0
"""How long any one call to a broker may take, a wave excepted."""


@dataclass(frozen=True)
class KafkaAccess:
    """How to reach the brokers, how long a wave may take, after what silence a group's member counts as gone.

    `idempotent=False` means the embedded broker: it knows no idempotent producers, and answers the first member
    of a group only after half of `session_seconds`, which is therefore 3 there and else 45, and does not wake
    a waiting fetch when a record comes, so fetches wait 50 ms there and else 250.
    """

    bootstrap: str
    idempotent: bool = True
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str = "PLAIN"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    key_password: str | None = field(default=None, repr=False)
    wave_seconds: float = 15.0
    session_seconds: float | None = None

    def client_settings(self) -> dict[str, Any]:
        """Return the settings that every kind of client shares."""
        return {
            "bootstrap_servers": self.bootstrap,
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.username,
            "sasl_plain_password": self.password,
            "ssl_context": self._tls() if self.security_protocol in {"SSL", "SASL_SSL"} else None,
            "request_timeout_ms": int(REQUEST_SECONDS * 1000),
            "metadata_max_age_ms": 5_000,
        }

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.certificate_file is not None:
            # An empty text, and not None, where there is no password: else OpenSSL would ask for one at the terminal.
            context.load_cert_chain(self.certificate_file, self.key_file, password=self.key_password or "")
        return context

    def session_settings(self) -> dict[str, Any]:
        """Return the settings of a group's member."""
        seconds = self.session_seconds or (45.0 if self.idempotent else 3.0)
        return {
            "session_timeout_ms": int(seconds * 1000),
            "heartbeat_interval_ms": int(min(3.0, seconds / 3) * 1000),
            "rebalance_timeout_ms": 60_000,
            "fetch_max_wait_ms": 250 if self.idempotent else 50,
        }

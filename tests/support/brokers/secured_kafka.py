"""Apache Kafka as it stands in a network that is not trusted: TLS, accounts with SCRAM, and nothing allowed unasked."""

from collections.abc import Mapping, Sequence

from shared.kafka_access import KafkaAccess
from tests.support.brokers.apache_kafka import ApacheKafkaBroker
from tests.support.brokers.certificates import Authority
from tests.support.ports import free_port

_ACL = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


class SecuredKafkaBroker(ApacheKafkaBroker):
    """One node whose clients sign in at `bootstrap`; `inside` is the operators' way in, where everything is allowed."""

    def __init__(self, accounts: Sequence[str]) -> None:
        self.secure_port = free_port()
        self._names = accounts
        super().__init__()
        self.inside = KafkaAccess(self.bootstrap)
        self.bootstrap = f"127.0.0.1:{self.secure_port}"

    def access(self, account: str) -> KafkaAccess:
        """Return how an account reaches it."""
        return KafkaAccess(
            self.bootstrap,
            security_protocol="SASL_SSL",
            sasl_mechanism="SCRAM-SHA-512",
            username=account,
            password=self.password_of(account),
            ca_file=self._directory / "authority.pem",
            wave_seconds=5.0,
        )

    def password_of(self, account: str) -> str:
        """Return an account's password."""
        return f"{account}-opens-sesame"

    def _secured(self, settings: Mapping[str, str]) -> dict[str, str]:
        authority = Authority.named("Accord tests")
        authority.write(self._directory / "authority.pem")
        identity = authority.write_server(self._directory / "broker.pem", "127.0.0.1")
        secure = f",SECURE://127.0.0.1:{self.secure_port}"
        protocols = settings["listener.security.protocol.map"]
        return {
            "listeners": settings["listeners"] + secure,
            "advertised.listeners": settings["advertised.listeners"] + secure,
            "listener.security.protocol.map": f"{protocols},SECURE:SASL_SSL",
            "listener.name.secure.sasl.enabled.mechanisms": "SCRAM-SHA-512",
            "listener.name.secure.scram-sha-512.sasl.jaas.config": _SCRAM,
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(identity),
            "authorizer.class.name": _ACL,
            "allow.everyone.if.no.acl.found": "false",
            "super.users": "User:ANONYMOUS",
        }

    def _accounts(self) -> Sequence[str]:
        given = [f"SCRAM-SHA-512=[name={name},password={self.password_of(name)}]" for name in self._names]
        return [part for account in given for part in ("--add-scram", account)]

"""What a service is told from outside: variables `ACCORD_<FIELD>`, or files that `ACCORD_<FIELD>_FILE` names."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

from shared.personal.identifiers import PersonKey
from shared.settings_identity import IdentitySettings
from shared.settings_kafka import KafkaSettings
from shared.settings_rates import RateSettings
from shared.settings_traces import TraceSettings

Origin = Annotated[str, Field(pattern=r"^https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?$")]
"""An origin as browsers write it (RFC 6454, section 6.1): neither `*` nor `null`, nor anything with a path."""

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


class ServiceRole(StrEnum):
    """The parts of a service that one process can run; the embedded stack runs all three in one."""

    API = "api"
    RELAY = "relay"
    WORKER = "worker"


class ServiceSettings(IdentitySettings, KafkaSettings, RateSettings, TraceSettings):
    """The settings every service has; a service adds its own fields in a subclass.

    A wrong value stops the start with an error that names the field and never repeats the value. Secrets are
    SecretStr: they appear in no repr, log or error.
    """

    service_name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Names the service in logs and metrics: `needs`, `offers` or `matcher`."""
    roles: Annotated[frozenset[ServiceRole], NoDecode, Field(min_length=1)] = frozenset(ServiceRole)
    """Which parts this process runs, separated by commas."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    cors_origins: Annotated[tuple[Origin, ...], NoDecode] = ()
    """Origins of pages in other places that may call this API, each in full, separated by commas; empty for none."""

    database_url: SecretStr
    """`postgresql+asyncpg://user:password@host:port/database`."""
    migration_database_url: SecretStr | None = None
    """The same database as the role that owns its tables, for `migrate` alone; where it is not given, the same role."""
    pool_size: Annotated[int, Field(ge=1)] = 10
    pool_timeout_seconds: Annotated[float, Field(gt=0)] = 2.0
    """How long a request waits for a connection before it is refused with 503; short, so that no queue builds up."""
    database_silence_seconds: Annotated[float, Field(ge=20, le=86_400)] = 60.0
    """After what silence the database ends a session that holds locks: one within a transaction, or a leading relay's.

    A process that stands still keeps its connections, and with them what others wait for.
    """

    person_key: SecretStr | None = None
    """Under which persons that were erased are known without being named: the same in all services, 32 bytes or more.

    The worker and the commands on persons need it; other processes are better not told.
    """

    security_contact: Annotated[str, Field(pattern=r"^(mailto:|https://|tel:)[!-~]+$")] | None = None
    """Whom to tell of a weakness, as a URI: `mailto:`, `https:` or `tel:`; shown at `/.well-known/security.txt`."""

    log_level: LogLevel = "INFO"

    @field_validator("roles", "cors_origins", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        """Read `api, relay` as two entries and an empty text as none."""
        if not isinstance(value, str):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    @field_validator("log_level", mode="before")
    @classmethod
    def name_level_in_capitals(cls, value: object) -> object:
        """Read `info` as `INFO`."""
        return value.upper() if isinstance(value, str) else value

    @field_validator("person_key", mode="after")
    @classmethod
    def make_it_hard_to_guess(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse a key by which digests of names could be tried out."""
        if value is not None:
            PersonKey(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def speak_to_postgresql_through_asyncpg(self) -> Self:
        """Refuse another driver, which would block the event loop."""
        given = {"database_url": self.database_url, "migration_database_url": self.migration_database_url}
        for name, url in given.items():
            if url is not None and not url.get_secret_value().startswith("postgresql+asyncpg://"):
                raise ValueError(f"{name} must begin with postgresql+asyncpg://")
        return self

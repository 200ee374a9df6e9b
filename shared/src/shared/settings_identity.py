"""Settings of identity: whose tokens are trusted, what a coordinator must show, how an ended session is noticed."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

from shared.identity.introspection import Introspection
from shared.identity.second_factor import SecondFactor
from shared.settings_files import FileSettings

Address = Annotated[str, Field(pattern=r"^https?://")]


class IdentitySettings(FileSettings):
    """`ACCORD_OIDC_*`, `ACCORD_SESSION_SECONDS` and `ACCORD_TOKEN_SECONDS`."""

    oidc_issuer: Address
    oidc_jwks_url: Address | None = None
    """Where the provider's keys are; found through its discovery document when it is not given."""
    oidc_audience: str = "accord"

    oidc_second_factor: Annotated[frozenset[str], NoDecode] = frozenset({"mfa", "otp"})
    """Values of `amr` or `acr` that show a second factor, separated by commas; empty: coordinators need none."""
    oidc_machine_coordinators: Annotated[frozenset[str], NoDecode] = frozenset[str]()
    """Ids of clients that coordinate without a person, separated by commas; they can show no second factor."""

    oidc_introspection_url: Address | None = None
    """Where the provider tells whether a session lasts (RFC 7662); without it, tokens must be short-lived."""
    oidc_introspection_client_id: str | None = None
    oidc_introspection_client_secret: SecretStr | None = None
    session_seconds: Annotated[float, Field(gt=0, le=600)] = 30
    """For how long an answer about a session serves, and so how long one that has ended may go on."""
    token_seconds: Annotated[float, Field(gt=0, le=86_400)] = 3600
    """The longest life of a token, from `iat` to `exp`, that is trusted where nobody is asked about sessions."""

    @field_validator("oidc_second_factor", "oidc_machine_coordinators", mode="before")
    @classmethod
    def split_names_at_commas(cls, value: object) -> object:
        """Read `mfa, otp` as two entries and an empty text as none."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @model_validator(mode="after")
    def ask_as_somebody(self) -> Self:
        """Refuse an introspection address without a client to ask as, and a client that would never ask."""
        secret = self.oidc_introspection_client_secret
        client = [bool(self.oidc_introspection_client_id), secret is not None and bool(secret.get_secret_value())]
        if self.oidc_introspection_url is not None and not all(client):
            raise ValueError(
                "oidc_introspection_client_id and oidc_introspection_client_secret are needed with the address"
            )
        if self.oidc_introspection_url is None and any(client):
            raise ValueError("oidc_introspection_url is missing, so the client for it would not be used")
        return self

    def second_factor(self) -> SecondFactor | None:
        """Return what coordinators must show, or None where nothing is asked of them."""
        if not self.oidc_second_factor:
            return None
        return SecondFactor(self.oidc_second_factor, self.oidc_machine_coordinators)

    def introspection(self) -> Introspection | None:
        """Return how sessions are asked about, or None where they are not."""
        if self.oidc_introspection_url is None:
            return None
        secret = self.oidc_introspection_client_secret
        return Introspection(
            self.oidc_introspection_url,
            self.oidc_introspection_client_id or "",
            secret.get_secret_value() if secret else "",
            timedelta(seconds=self.session_seconds),
        )

    def longest_token_life(self) -> timedelta | None:
        """Return how long-lived a token may be, or None where an ended session is noticed anyway."""
        return None if self.oidc_introspection_url else timedelta(seconds=self.token_seconds)

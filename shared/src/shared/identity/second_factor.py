"""Whether a coordinator has shown more than a password, or is a machine that is known as one (ADR 33)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from prometheus_client import Counter

from shared.errors import Forbidden

CODE: Final = "second-factor-required"
"""The code of the refusal: the person may sign in again, with a second factor."""

REFUSED = Counter("identity_second_factor_missing", "Coordinators' tokens refused for want of a second factor.")


@dataclass(frozen=True)
class SecondFactor:
    """The rule for coordinators: `methods` are values of `amr` (RFC 8176) or `acr` that count as a second factor.

    `machines` are the ids of clients that coordinate by a secret or key of their own, without a person.
    """

    methods: frozenset[str]
    machines: frozenset[str] = field(default_factory=frozenset[str])

    def require(self, claims: Mapping[str, Any]) -> None:
        """Raise Forbidden (`second-factor-required`) unless these verified claims show one, or a known machine."""
        if self.methods & _shown(claims) or self._is_machine(claims):
            return
        REFUSED.inc()
        raise Forbidden("Coordinators sign in with a second factor; this token was given without one.", code=CODE)

    def _is_machine(self, claims: Mapping[str, Any]) -> bool:
        # RFC 9068 names the client in `client_id`, Keycloak in `azp`; where both stand there, both must be known.
        clients = [claims[name] for name in ("azp", "client_id") if name in claims]
        return bool(clients) and all(isinstance(client, str) and client in self.machines for client in clients)


def _shown(claims: Mapping[str, Any]) -> frozenset[str]:
    methods = claims.get("amr")
    listed: list[Any] = cast("list[Any]", methods) if isinstance(methods, list) else [methods]
    return frozenset(value for value in (*listed, claims.get("acr")) if isinstance(value, str))

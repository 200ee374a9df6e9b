"""The actor behind a request, and the rights that follow from its role and scope (product: who uses it)."""

from dataclasses import dataclass, field
from enum import StrEnum

from shared.errors import Forbidden


class Role(StrEnum):
    """The four roles of Accord, of which an account has exactly one, and `service`: what Accord does by itself."""

    RECIPIENT = "recipient"
    DONOR = "donor"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    SERVICE = "service"


PEOPLE = frozenset({Role.RECIPIENT, Role.DONOR, Role.COORDINATOR, Role.OBSERVER})
"""The roles that a token may carry; `service` is not among them."""


@dataclass(frozen=True)
class Actor:
    """Somebody signed in: `state` is ISO 3166 alpha-3, `organisation` a key, `regions` keys of regions or groups.

    A coordinator's `organisation` is whom it works for: where that is a party, somebody else has to decide.
    """

    subject: str
    role: Role
    state: str | None = None
    organisation: str | None = None
    regions: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def is_coordinator(self) -> bool:
        """Whether the actor coordinates, globally or for some regions."""
        return self.role is Role.COORDINATOR

    def speaks_for_state(self, state: str) -> bool:
        """Whether the actor is the national authority of this State."""
        return self.role is Role.RECIPIENT and self.state == state

    def speaks_for_organisation(self, organisation: str) -> bool:
        """Whether the actor is this donor."""
        return self.role is Role.DONOR and self.organisation == organisation

    def must_be(self, *roles: Role) -> None:
        """Raise Forbidden unless the actor has one of these roles."""
        if self.role not in roles:
            allowed = " or ".join(roles)
            raise Forbidden(f"This needs the role {allowed}; the token carries {self.role}.")


def accord_itself(service: str) -> Actor:
    """Return the actor behind what a service does by itself: a clock that ran out, an answer that came."""
    return Actor(f"accord:{service}", Role.SERVICE)

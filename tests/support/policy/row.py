"""One row of the policy: an action on a record in a certain situation, and what each actor gets."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.support.policy.actors import SIGNED_IN, WHO


class Outcome(StrEnum):
    """What rights make of a request that is right in every other respect."""

    ALLOWED = "yes"
    UNAUTHENTICATED = "401"
    FORBIDDEN = "403"
    UNKNOWN = "404"


@dataclass(frozen=True)
class Row:
    """`allowed` and `forbidden` name actors; to the others it is as if the record did not exist.

    `action` = method and route template; `record` = key of the situation, empty where the route names no record.
    """

    service: str
    action: str
    record: str
    allowed: frozenset[str]
    forbidden: frozenset[str]
    condition: str = field(compare=False)

    def __post_init__(self) -> None:
        if self.allowed & self.forbidden or not self.allowed | self.forbidden <= WHO.keys():
            message = f"{self.name}: an actor is named twice, or is none"
            raise ValueError(message)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.action.split(" ", 1)[0]

    @property
    def route(self) -> str:
        """The route template."""
        return self.action.split(" ", 1)[1]

    @property
    def name(self) -> str:
        """The row in words."""
        return " ".join(part for part in (self.service, self.action, self.record) if part)

    def outcome(self, who: str) -> Outcome:
        """Return what an actor gets."""
        if who in self.allowed:
            return Outcome.ALLOWED
        if who not in SIGNED_IN:
            return Outcome.UNAUTHENTICATED
        return Outcome.FORBIDDEN if who in self.forbidden else Outcome.UNKNOWN


def for_roles(service: str, action: str, allowed: Iterable[str], condition: str) -> Row:
    """Return the row of a route that names no record: whoever may not is told so."""
    may = frozenset(allowed)
    return Row(service, action, "", may, SIGNED_IN - may, condition)


def for_record(
    service: str, action: str, record: str, *, seen_by: Iterable[str], allowed: Iterable[str], condition: str
) -> Row:
    """Return the row of a route on a record: who sees it but may not do this is told so, the others know nothing."""
    may = frozenset(allowed)
    return Row(service, action, record, may, frozenset(seen_by) - may, condition)

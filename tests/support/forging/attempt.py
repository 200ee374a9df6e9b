"""One forged request: what it is, what it sends, and the reason for which it has to be refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.identity.actor import Role
from shared.identity.refusals import Refusal
from tests.support.compact_token import segment, unsigned
from tests.support.tokens import TokenForge

Fields = tuple[tuple[bytes, bytes], ...]

BEARER: Final = b"Bearer "


@dataclass(frozen=True)
class Attempt:
    """Header fields as bytes, for no library would send some of them, and a query."""

    name: str
    reason: Refusal
    fields: Fields
    query: str = ""


def bearing(name: str, token: str | bytes, reason: Refusal) -> Attempt:
    """Return the attempt that shows this token as it should be shown."""
    written = token if isinstance(token, bytes) else token.encode()
    return Attempt(name, reason, ((b"authorization", BEARER + written),))


def claiming(forge: TokenForge, reason: Refusal, what: str, values: Iterable[Mapping[str, Any]]) -> Iterator[Attempt]:
    """Yield tokens of the provider itself whose claims are not those of a token for Accord now."""
    for claims in values:
        yield bearing(f"{what} {claims}", forge.token(Role.COORDINATOR, **claims), reason)


def heading(forge: TokenForge, reason: Refusal, what: str, values: Iterable[Mapping[str, Any]]) -> Iterator[Attempt]:
    """Yield tokens with a good signature over a head that says something else."""
    for head in values:
        yield bearing(f"{what} {str(head)[:60]}", forge.token(Role.COORDINATOR, header=head), reason)


def unsigned_with(forge: TokenForge, head: Mapping[str, Any], signature: bytes = b"") -> str:
    """Return a coordinator's token with a head and a signature of the forger's choice."""
    message = unsigned({"kid": forge.key.kid, "typ": "at+jwt", **head}, forge.claims(Role.COORDINATOR))
    return f"{message}.{segment(signature)}"

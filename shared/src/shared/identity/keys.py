"""Public keys that may verify a token, read from a JSON Web Key Set (RFC 7517)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol, cast

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

Keys = Mapping[str, Key]
"""Keys by their id."""

_ASYMMETRIC: Final = frozenset({"RSA", "EC", "OKP"})
_RSA_MODULUS_CHARACTERS: Final = 342  # 2048 bits in base64url


class NotAKeySet(ValueError):
    """The document is no JSON Web Key Set."""


class KeySource(Protocol):
    """Where a verifier finds its keys."""

    async def find(self, key_id: str | None) -> Key | None:
        """Return the key, or None when the provider has no such key; Unavailable when it cannot be asked."""
        ...


class StaticKeys:
    """A fixed set of keys, for tests and for machines without a network."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._keys = usable_keys(document)

    async def find(self, key_id: str | None) -> Key | None:
        """Return the key with this id; a token without an id is matched only by the one key there is."""
        return pick(self._keys, key_id)


def pick(keys: Keys, key_id: str | None) -> Key | None:
    """Return the key with this id, or the only key when the token names none."""
    if key_id is not None:
        return keys.get(key_id)
    return next(iter(keys.values())) if len(keys) == 1 else None


def usable_keys(document: Mapping[str, Any]) -> Keys:
    """Return the public signature keys of a key set, by id.

    Keys of unknown kind, symmetric, weak (RSA under 2048 bits), for encryption or ill-formed are left out one by
    one: a single bad key never hides the good ones. A document that is no key set raises NotAKeySet.
    """
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise NotAKeySet("a key set has a list 'keys'")
    return {key_id: key for key_id, key in map(_imported, cast("Iterable[Any]", listed)) if key is not None}


def _imported(entry: Any) -> tuple[str, Key | None]:
    if not _may_verify(entry):
        return "", None
    try:
        key = JWKRegistry.import_key(entry)
        key.ensure_kid()
    except (JoseError, ValueError, TypeError, KeyError):
        return "", None
    return str(key.kid), key


def _may_verify(entry: Any) -> bool:
    if not isinstance(entry, dict):
        return False
    jwk = cast("dict[str, Any]", entry)
    if str(jwk.get("kty")) not in _ASYMMETRIC or jwk.get("use", "sig") != "sig" or "d" in jwk:
        return False
    return jwk["kty"] != "RSA" or len(str(jwk.get("n", ""))) >= _RSA_MODULUS_CHARACTERS

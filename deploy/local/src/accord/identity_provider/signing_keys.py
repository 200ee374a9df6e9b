"""The provider's signing keys, kept in one private file so that a restart leaves tokens valid."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from accord.identity_provider.private_files import write_private

FILE_NAME: Final = "signing-keys.json"
_ALGORITHM: Final = "ES256"
_FORMER_KEYS_KEPT: Final = 2


class UnreadableKeys(Exception):
    """The key file is damaged; the message says which, and what to do."""


class SigningKeys:
    """The key that signs now, then the public halves of the former ones, whose tokens may still be about."""

    def __init__(self, path: Path, keys: list[ECKey]) -> None:
        self._path = path
        self._keys = keys

    @classmethod
    def kept_in(cls, directory: Path) -> "SigningKeys":
        """Read the keys of a data directory, or make the first; the file is readable by its owner only."""
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / FILE_NAME
        if path.exists():
            path.chmod(0o600)
            return cls(path, _read(path))
        made = cls(path, [_new_key()])
        made._write()
        return made

    def rotate(self) -> None:
        """Sign with a new key from now on; the former stays in the key set, so its tokens stay valid."""
        former = [ECKey.import_key(key) for key in self.public_set()["keys"]]
        self._keys = [_new_key(), *former[:_FORMER_KEYS_KEPT]]
        self._write()

    def sign(self, claims: Mapping[str, Any], *, kind: str) -> str:
        """Return the claims as a signed token; `kind` is its `typ` (RFC 9068: `at+jwt`)."""
        key = self._keys[0]
        return jwt.encode({"alg": _ALGORITHM, "kid": key.kid, "typ": kind}, dict(claims), key)

    def public_set(self) -> dict[str, Any]:
        """Return the public halves as a JSON Web Key Set (RFC 7517)."""
        return {"keys": [key.as_dict(private=False) for key in self._keys]}

    def _write(self) -> None:
        document = json.dumps({"keys": [key.as_dict(private=key.is_private) for key in self._keys]})
        write_private(self._path, document)


def _read(path: Path) -> list[ECKey]:
    try:
        keys = [ECKey.import_key(key) for key in json.loads(path.read_text())["keys"]]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise UnreadableKeys(f"{path} holds no signing keys; delete it to have new ones made.") from error
    if not keys or not keys[0].is_private:
        raise UnreadableKeys(f"{path} holds no private key to sign with; delete it to have new ones made.")
    return keys


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"use": "sig", "alg": _ALGORITHM}, auto_kid=True)

"""Commitments to free texts: the log binds a text without holding it, so that the text can be erased.

The salt has 32 random bytes and goes with the text: once both are gone, nobody finds the text again by trying.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

SALT_DIGITS: Final = 64


@dataclass(frozen=True)
class SaltedText:
    """A free text with the salt (hex digits) of its commitment."""

    salt: str
    text: str

    @classmethod
    def of(cls, text: str) -> "SaltedText":
        """Take a text with a salt of its own."""
        return cls(secrets.token_hex(SALT_DIGITS // 2), text)

    @property
    def commitment(self) -> str:
        """The SHA-256, in hex digits, of the salt's bytes followed by the text's bytes in UTF-8."""
        return hashlib.sha256(bytes.fromhex(self.salt) + self.text.encode("utf-8", "surrogatepass")).hexdigest()

"""By what a person is known here: keyed digests of an account, an address, a number or a name, never these themselves.

Without the key nothing can be told from a digest, not even by trying out names; with it the same identifier has the
same digest in every service, however it was written.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from shared.errors import FieldProblem, InvalidInput
from shared.personal.folding import folded, words_of

Kind = Literal["account", "email", "phone", "name"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

LEAST_KEY_BYTES: Final = 32
FEWEST_PHONE_DIGITS: Final = 6
MOST_PHONE_DIGITS: Final = 20
MOST_WORDS: Final = 24
_LONGEST: Final = 320

_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)*")
_EXPECTED: Final[Mapping[Kind, str]] = {
    "account": "the subject of an account, as the identity provider names it",
    "email": "an address such as name@example.org",
    "phone": f"a telephone number of {FEWEST_PHONE_DIGITS} to {MOST_PHONE_DIGITS} digits",
    "name": f"a name of 1 to {MOST_WORDS} words",
}


@dataclass(frozen=True)
class Identifier:
    """One thing by which a person is known: `digest` in hex digits; `words` of a name, 1 for anything else."""

    kind: Kind
    digest: str
    words: int = 1


def normalised(kind: Kind, value: str) -> str | None:
    """Return an identifier as it is compared, or None when the value is no such thing."""
    if len(value) > _LONGEST:
        return None
    match kind:
        case "account":
            return value.strip() or None
        case "email":
            address = folded(value).text.strip()
            return address if _EMAIL.fullmatch(address) else None
        case "phone":
            return _phone(folded(value).text.strip())
        case "name":
            words = words_of(value)
            return " ".join(words) if 0 < len(words) <= MOST_WORDS else None


class PersonKey:
    """The secret under which persons are known: the same in every service, at least 32 bytes."""

    def __init__(self, secret: str) -> None:
        key = secret.encode()
        if len(key) < LEAST_KEY_BYTES:
            raise ValueError(f"person_key must have at least {LEAST_KEY_BYTES} bytes")
        self._key = key

    def __repr__(self) -> str:
        """Tell nothing of the secret."""
        return "PersonKey(...)"

    def identify(self, kind: Kind, value: str) -> Identifier:
        """Return the identifier for a value as somebody wrote it; InvalidInput names the field when it is none."""
        form = normalised(kind, value)
        if form is None:
            raise InvalidInput([FieldProblem(f"/{kind}", f"expected {_EXPECTED[kind]}")])
        return Identifier(kind, self.digest(kind, form), len(form.split(" ")) if kind == "name" else 1)

    def digest(self, kind: Kind, form: str) -> str:
        """Return the digest of a normalised identifier; one of another kind has another digest."""
        return hmac.digest(self._key, f"{kind}\0{form}".encode(), hashlib.sha256).hex()


def _phone(written: str) -> str | None:
    """Return the digits, after a plus where the number is an international one (`+41`, `0041`, `+41 (0)`)."""
    if re.search(r"[^\W\d_]", written):
        return None
    digits = "".join(re.findall(r"\d", written.replace("(0)", " ")))
    international = written.startswith(("+", "(+")) or digits.startswith("00")
    digits = digits.removeprefix("00") if international else digits
    if not FEWEST_PHONE_DIGITS <= len(digits) <= MOST_PHONE_DIGITS:
        return None
    return f"+{digits}" if international else digits

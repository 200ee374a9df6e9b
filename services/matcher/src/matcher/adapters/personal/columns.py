"""What may stand in a column, each kind with its way of finding a person in a value and of taking one out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from matcher.adapters.personal.documents import found_in, without
from matcher.adapters.rounds.inputs import compressed, expanded
from shared.personal.person import Person


class PersonalColumn(Protocol):
    """A column, by its name in the database; values are those that are stored."""

    @property
    def name(self) -> str:
        """Name the column."""
        ...

    def found(self, value: Any, person: Person) -> Mapping[str, Any]:
        """Return what of a value is the person's or names them, by where it stands; nothing else of it."""
        ...

    def erased(self, value: Any, person: Person, pseudonym: str) -> Any:
        """Return the value without the person."""
        ...


@dataclass(frozen=True)
class Account:
    """Holds the subject of an account, or null."""

    name: str

    def found(self, value: str | None, person: Person) -> Mapping[str, Any]:
        """Return the subject, where it is the person's."""
        return {self.name: value} if person.is_account(value) else {}

    def erased(self, value: str | None, person: Person, pseudonym: str) -> str | None:
        """Put the pseudonym in its place."""
        return pseudonym if person.is_account(value) else value


@dataclass(frozen=True)
class Json:
    """Holds a text or a document, or null."""

    name: str

    def found(self, value: Any, person: Person) -> Mapping[str, Any]:
        """Return each text and account in it that is the person's or names them."""
        return {f"{self.name}{pointer}": said for pointer, said in found_in(value, person)}

    def erased(self, value: Any, person: Person, pseudonym: str) -> Any:
        """Put the pseudonym for accounts and take mentions out."""
        return without(value, person, pseudonym)


@dataclass(frozen=True)
class CompressedJson(Json):
    """Holds a document as `round_inputs` keep it."""

    def found(self, value: bytes, person: Person) -> Mapping[str, Any]:
        """Do so in what was compressed."""
        return super().found(expanded(value), person)

    def erased(self, value: bytes, person: Person, pseudonym: str) -> bytes:
        """Do so in what was compressed."""
        return compressed(super().erased(expanded(value), person, pseudonym))


@dataclass(frozen=True)
class Received(Json):
    """Holds the value of a record as it came from the bus, JSON or whatever else it was; null is a tombstone."""

    def found(self, value: bytes | None, person: Person) -> Mapping[str, Any]:
        """Do so in what was received."""
        return super().found(_read(value), person)

    def erased(self, value: bytes | None, person: Person, pseudonym: str) -> bytes | None:
        """Do so in what was received, which otherwise stays as it was to the last byte."""
        document = _read(value)
        rewritten = super().erased(document, person, pseudonym)
        if rewritten == document:
            return value
        is_text = isinstance(rewritten, str)
        return (rewritten if is_text else json.dumps(rewritten, ensure_ascii=False, separators=(",", ":"))).encode()


def _read(value: bytes | None) -> Any:
    """Return a JSON object or list, or else the bytes as text, as well as they can be read."""
    if value is None:
        return None
    try:
        document: Any = json.loads(value)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict | list):
        return cast("Any", document)
    return value.decode("utf-8", "replace")

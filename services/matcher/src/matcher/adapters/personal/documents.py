"""Persons in documents kept as JSON: accounts stand under `by` and `<done>_by`, and any text may name somebody."""

from collections.abc import Iterator
from typing import Any, cast

from shared.personal.person import Person


def found_in(document: Any, person: Person, at: str = "") -> Iterator[tuple[str, str]]:
    """Return the texts and accounts that are this person's or name them, each behind its JSON Pointer."""
    match document:
        case str():
            if person.is_mentioned_in(document):
                yield at, document
        case list():
            for place, each in enumerate(cast("list[Any]", document)):
                yield from found_in(each, person, f"{at}/{place}")
        case dict():
            for name, value in cast("dict[str, Any]", document).items():
                is_theirs = _is_account_of(person, name, value)
                yield from [(f"{at}/{name}", value)] if is_theirs else found_in(value, person, f"{at}/{name}")
        case _:
            return


def without(document: Any, person: Person, pseudonym: str) -> Any:
    """Return the document with the pseudonym for the person's account and without mentions of the person."""
    return person.taken_out_of_document(_renamed(document, person, pseudonym))


def _renamed(document: Any, person: Person, pseudonym: str) -> Any:
    match document:
        case list():
            return [_renamed(each, person, pseudonym) for each in cast("list[Any]", document)]
        case dict():
            members = cast("dict[str, Any]", document)
            return {name: _member(name, value, person, pseudonym) for name, value in members.items()}
        case _:
            return document


def _member(name: str, value: Any, person: Person, pseudonym: str) -> Any:
    return pseudonym if _is_account_of(person, name, value) else _renamed(value, person, pseudonym)


def _is_account_of(person: Person, name: str, value: Any) -> bool:
    return (name == "by" or name.endswith("_by")) and isinstance(value, str) and person.is_account(value)

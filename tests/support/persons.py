"""Persons that tests look for: each known by what is given, under the tests' own key."""

from typing import Final

from shared.personal.identifiers import Kind, PersonKey
from shared.personal.person import Person
from tests.support.http_service import PERSON_KEY

KEY: Final = PersonKey(PERSON_KEY)


def person(*known_by: tuple[Kind, str]) -> Person:
    """A person who is known by these."""
    return Person([KEY.identify(kind, value) for kind, value in known_by], KEY)


def named(*names: str) -> Person:
    """A person who is known by one name, or by several ways to write it."""
    return Person([KEY.identify("name", name) for name in names], KEY)

"""A contact has a name, and can be reached at what it gives."""

import pytest

from shared.rules.contacts import contact_problems
from shared.statements.contacts import Contact


def found(contact: Contact | None) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in contact_problems(contact, email_example="desk@example.org")]


@pytest.mark.parametrize(
    "contact", [None, Contact("Desk"), Contact("Desk", "first.last+poa@mail.example.org", "+41 22 000 00 00")]
)
def test_a_contact_may_be_missing_or_short(contact: Contact | None) -> None:
    assert found(contact) == []


@pytest.mark.parametrize(
    "email",
    [
        "",
        "desk",
        "desk@",
        "@example.org",
        "desk@localhost",
        "a b@example.org",
        "a@b@example.org",
        "desk@example..org",
        "desk@example.org\n",
        f"{'x' * 250}@example.org",
    ],
)
def test_what_cannot_be_an_email_address_is_refused(email: str) -> None:
    assert found(Contact("Desk", email=email)) == [("/contact/email", "malformed")]


@pytest.mark.parametrize(
    ("contact", "problem"),
    [
        (Contact(" "), ("/contact/name", "too-short")),
        (Contact("Desk", email="nu\0ll@example.org"), ("/contact/email", "control-characters")),
        (Contact("Desk", phone="0" * 51), ("/contact/phone", "too-long")),
        (Contact("Desk", phone="\x1b[2J"), ("/contact/phone", "control-characters")),
    ],
)
def test_name_address_and_number_are_readable(contact: Contact, problem: tuple[str, str]) -> None:
    assert found(contact) == [problem]


def test_a_refused_address_is_answered_with_the_example() -> None:
    [problem] = contact_problems(Contact("Desk", email="?"), email_example="npc@example.org")

    assert problem.detail == "expected an e-mail address such as npc@example.org"

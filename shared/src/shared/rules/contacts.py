"""Rules for whom to ask: a contact has a name, and an address in a shape that can work."""

import re
from collections.abc import Iterator

from shared.errors import FieldProblem
from shared.rules.wording import line_problems, required_line_problems
from shared.statements.contacts import Contact

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_EMAIL_LONGEST = 254
_PHONE_LONGEST = 50


def contact_problems(contact: Contact | None, *, email_example: str) -> Iterator[FieldProblem]:
    """Check the contact at /contact, where given; a refused e-mail address is answered with the example."""
    if contact is not None:
        yield from required_line_problems("/contact/name", contact.name)
        yield from _email_problems("/contact/email", contact.email, email_example)
        yield from line_problems("/contact/phone", contact.phone, longest=_PHONE_LONGEST)


def _email_problems(pointer: str, value: str | None, example: str) -> Iterator[FieldProblem]:
    """Check the shape of an address; whether it exists only a message can tell."""
    if value is not None and (len(value) > _EMAIL_LONGEST or not _EMAIL.fullmatch(value)):
        yield FieldProblem(pointer, f"expected an e-mail address such as {example}", "malformed")
    else:
        yield from line_problems(pointer, value)

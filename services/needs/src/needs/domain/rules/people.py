"""Rules for the implementing authority and the contact."""

from collections.abc import Iterator

from needs.domain.details import NeedDetails
from needs.domain.rules.wording import email_problems, line_problems, prose_problems, required_line_problems
from shared.errors import FieldProblem

_PHONE_LONGEST = 50
_ADDRESS_LONGEST = 500


def people_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check both, where given; each needs a name."""
    if details.authority is not None:
        yield from required_line_problems("/authority/name", details.authority.name)
        yield from line_problems("/authority/unit", details.authority.unit)
        yield from prose_problems("/authority/address", details.authority.address, longest=_ADDRESS_LONGEST)
    if details.contact is not None:
        yield from required_line_problems("/contact/name", details.contact.name)
        yield from email_problems("/contact/email", details.contact.email)
        yield from line_problems("/contact/phone", details.contact.phone, longest=_PHONE_LONGEST)

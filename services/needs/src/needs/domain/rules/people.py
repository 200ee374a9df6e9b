"""Rules for the implementing authority and the contact."""

from collections.abc import Iterator

from needs.domain.details import NeedDetails
from shared.errors import FieldProblem
from shared.rules.contacts import contact_problems
from shared.rules.wording import line_problems, prose_problems, required_line_problems

_ADDRESS_LONGEST = 500


def people_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check both, where given; each needs a name."""
    if details.authority is not None:
        yield from required_line_problems("/authority/name", details.authority.name)
        yield from line_problems("/authority/unit", details.authority.unit)
        yield from prose_problems("/authority/address", details.authority.address, longest=_ADDRESS_LONGEST)
    yield from contact_problems(details.contact, email_example="npc@example.org")

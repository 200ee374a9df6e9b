"""Rules for the donor and its contact."""

import re
from collections.abc import Iterator

from offers.domain.details import OfferDetails
from shared.errors import FieldProblem
from shared.rules.contacts import contact_problems
from shared.rules.keys import key_problems, shown
from shared.rules.wording import required_line_problems
from shared.vocabulary import load_vocabulary

_ORGANISATION = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_ORGANISATION_LONGEST = 80


def people_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check the donor and, where given, the contact, who needs a name."""
    donor = details.donor
    if len(donor.organisation) > _ORGANISATION_LONGEST or not _ORGANISATION.fullmatch(donor.organisation):
        detail = f"expected an organisation's key such as mine_action_fund, got {shown(donor.organisation)}"
        yield FieldProblem("/donor/organisation", detail, "malformed")
    yield from required_line_problems("/donor/name", donor.name)
    yield from key_problems("/donor/kind", donor.kind, load_vocabulary().donor_kinds, "kind of donor")
    yield from contact_problems(details.contact, email_example="desk@example.org")

"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing.

Donor and eligibility are value objects there and columns here, so that queries can look into them.
"""

from sqlalchemy.orm import composite, registry

from offers.adapters import tables
from offers.adapters.tables import offers
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from shared.persistence.aggregates import Entries, map_aggregate

mappers = registry(metadata=tables.metadata)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    donor = composite(Donor, offers.c.organisation, offers.c.donor_name, offers.c.donor_kind)
    eligibility = composite(
        Eligibility,
        offers.c.for_everyone,
        offers.c.for_states,
        offers.c.for_regions,
        offers.c.for_groups,
        offers.c.excluded_states,
    )
    lines = Entries("lines", OfferLine, tables.offer_lines)
    map_aggregate(mappers, Offer, offers, lines, properties={"donor": donor, "eligibility": eligibility})

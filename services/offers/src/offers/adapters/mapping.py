"""Imperative mapping: the domain's plain classes on the tables, without the domain knowing.

Donor and eligibility are value objects there and columns here, so that queries can look into them.
"""

from sqlalchemy.orm import composite, registry, relationship

from offers.adapters import tables
from offers.adapters.metadata import metadata
from offers.adapters.reservations.mapping import map_reservations
from offers.adapters.tables import offers
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from offers.domain.state_account import StateAccount
from shared.persistence.aggregates import Entries, map_aggregate

mappers = registry(metadata=metadata)


def map_domain() -> None:
    """Map the classes once; asked again it does nothing."""
    if StateAccount in {mapper.class_ for mapper in mappers.mappers}:
        return
    mappers.map_imperatively(StateAccount, tables.offer_state_ledger)
    accounts = relationship(
        StateAccount,
        order_by=tables.offer_state_ledger.c.position,
        cascade="all, delete-orphan",
        lazy="selectin",
    )
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
    properties = {"donor": donor, "eligibility": eligibility, "accounts": accounts}
    map_aggregate(mappers, Offer, offers, lines, properties=properties)
    map_reservations(mappers)

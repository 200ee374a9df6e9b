"""Where the offers service holds what it knows of persons: shown, exported and erased by the commands `persons`."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters import tables
from offers.adapters.publishing import CHRONICLE
from offers.adapters.reservations.tables import dead_letters
from offers.domain.offer import Offer
from shared.persistence.republishing import restate_opened
from shared.personal.holdings import Holding
from shared.personal.record_places import CONTACT_KEPT, WHILE_IT_STANDS, RecordTables, places_alike
from shared.personal.rewritten_rows import RewrittenRows


async def state_afresh(session: AsyncSession, offer_ids: Sequence[UUID]) -> None:
    """Have those offers that were opened stated again, so that the newest word on the topic is without the person."""
    await restate_opened(session, Offer, tables.offers, CHRONICLE, offer_ids)


_CONTACT: Final = RewrittenRows(
    place="offers.contact",
    holds="name, e-mail address and telephone number of whom to ask about an offer",
    purpose="so that coordinators can reach those who answer for the offer; shown to its donor and coordinators alone",
    kept_for=CONTACT_KEPT,
    table=tables.offers,
    columns=("contact",),
    at="created_at",
)
_WORDS: Final = RewrittenRows(
    place="offers.words",
    holds="persons whom the free texts of an offer name: title, narrative, donor, instrument, conditions, sources",
    purpose="the donor's own statement; naming persons is not asked for",
    kept_for=WHILE_IT_STANDS,
    table=tables.offers,
    columns=(*("texts", "donor_name", "instrument", "implementer", "condition_notes", "provenance", "closing_reason"),),
    at="created_at",
    follow=state_afresh,
)
_LINES: Final = RewrittenRows(
    place="offers.lines",
    holds="persons whom the description of a line names",
    purpose="the donor's own statement; naming persons is not asked for",
    kept_for=WHILE_IT_STANDS,
    table=tables.offer_lines,
    columns=("description",),
    record="offer_id",
    follow=state_afresh,
)
_ALIKE: Final = RecordTables(
    history=tables.offer_versions,
    idempotency_keys=tables.idempotency_keys,
    outbox=tables.outbox,
    dead_letters=dead_letters,
    accesses=tables.contact_accesses,
)

HOLDINGS: Final[Sequence[Holding]] = (_CONTACT, _WORDS, _LINES, *places_alike("offers", _ALIKE))
"""Every place; what is stated afresh comes before the copies of what was stated."""

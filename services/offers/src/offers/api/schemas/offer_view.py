"""The offer as a reader sees it: complete for its donor, without the contact for most others."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from offers.api.schemas.offer_document import OfferFields
from offers.api.schemas.parts import LineDocument
from offers.domain.ledger import remaining
from offers.domain.life_cycle import OfferStatus
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from offers.domain.rights import may_change, may_see_contact, shows_its_contact_to_another
from shared.identity.actor import Actor
from shared.measures import Ledgered


class LineView(LineDocument):
    """A line with its ledger, in `unit`: of what is pledged, what is reserved, committed and delivered."""

    reserved: Ledgered
    committed: Ledgered
    delivered: Ledgered
    remaining: Ledgered | None = Field(description="what can still be reserved; null where no total is pledged")

    @classmethod
    def of(cls, line: OfferLine) -> Self:
        """Show the line with what is left of it."""
        return cls.showing(line, {"remaining": remaining(line)})


class OfferView(OfferFields):
    """An offer with what the service knows of it. `title` is the first text's, for lists."""

    id: UUID
    version: int
    title: str
    status: OfferStatus
    closing_reason: str | None
    lines: tuple[LineView, ...]
    created_at: datetime
    opened_at: datetime | None
    updated_at: datetime
    statement: int = Field(description="the version at which the donor last said something of its content")
    confirmed_at: datetime | None
    confirm_by: date | None = Field(description="the offer is closed unless re-confirmed by this day")
    reminded_at: datetime | None = Field(description="when it was said, in this period, that the day is near")

    @classmethod
    def of(cls, offer: Offer, reader: Actor) -> Self:
        """Show the offer as this reader may see it."""
        derived = {
            "title": offer.texts[0].title,
            "lines": tuple(LineView.of(line) for line in offer.lines),
            "contact": offer.contact if may_see_contact(offer, reader) else None,
        }
        return cls.showing(offer, derived)

    @classmethod
    def in_a_list(cls, offer: Offer, reader: Actor) -> Self:
        """Show the offer without the contact of somebody else: who wants it reads the offer."""
        shown = cls.of(offer, reader)
        return shown.model_copy(update={"contact": None}) if shows_its_contact_to_another(offer, reader) else shown


def sees_documents(offer: Offer, reader: Actor) -> bool:
    """Whether the reader may see former contents, which hold the contact."""
    return may_change(offer, reader)

"""What a restored offers database is compared with: every offer and every reservation that was published."""

from datetime import datetime

from offers.adapters.publishing import CHRONICLE
from offers.adapters.reservations.publishing import state_again
from offers.adapters.reservations.tables import reservations
from offers.adapters.reservations.wire import state_of
from offers.adapters.tables import offers, outbox
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation
from shared.events.offers import OfferState
from shared.events.registry import OFFERS_TOPIC, RESERVATIONS_TOPIC
from shared.restored.reservations import SILENT, holds_something, released
from shared.restored.stated import Stated


def offer_goes_on(state: OfferState) -> bool:
    """Answer whether consumers still count with the offer."""
    return state.status != "closed"


def ended_offer(state: OfferState, version: int, at: datetime) -> OfferState:
    """Return the last word on an offer that is lost: closed, for its donor knows it no longer here."""
    return state.model_copy(update={"version": version, "statement": version, "status": "closed", "updated_at": at})


STATED = (
    Stated[Offer, OfferState].by(
        CHRONICLE,
        Offer,
        offers,
        name="offer",
        topic=OFFERS_TOPIC,
        goes_on=offer_goes_on,
        ended=ended_offer,
        ending="org.accord.offer.closed.v1",
    ),
    Stated(
        name="reservation",
        topic=RESERVATIONS_TOPIC,
        source=CHRONICLE.source,
        kind=Reservation,
        table=reservations,
        outbox=outbox,
        state_of=state_of,
        state_again=state_again,
        goes_on=holds_something,
        ended=released,
        ending="org.accord.reservation.restated.v1",
        silent=SILENT,
    ),
)
"""Offers first: what is held follows them."""

"""What a restored needs database is compared with: every need and every reservation that was published."""

from datetime import datetime

from needs.adapters.publishing import CHRONICLE
from needs.adapters.reservation_wire import RESERVATION_CHRONICLE
from needs.adapters.tables import needs, reservations
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from shared.events.needs import NeedState
from shared.events.registry import NEEDS_TOPIC, RESERVATIONS_TOPIC
from shared.events.reservations import ReservationState
from shared.restored.reservations import SILENT, holds_something, released
from shared.restored.stated import Stated


def need_goes_on(state: NeedState) -> bool:
    """Answer whether consumers still count with the need."""
    return state.status != "closed"


def ended_need(state: NeedState, version: int, at: datetime) -> NeedState:
    """Return the last word on a need that is lost: expired, for nobody can confirm it any more."""
    return state.model_copy(
        update={"version": version, "statement": version, "status": "closed", "closed_as": "expired", "updated_at": at}
    )


STATED = (
    Stated[Need, NeedState].by(
        CHRONICLE,
        Need,
        needs,
        name="need",
        topic=NEEDS_TOPIC,
        goes_on=need_goes_on,
        ended=ended_need,
        ending="org.accord.need.closed.v1",
    ),
    Stated[Reservation, ReservationState].by(
        RESERVATION_CHRONICLE,
        Reservation,
        reservations,
        name="reservation",
        topic=RESERVATIONS_TOPIC,
        goes_on=holds_something,
        ended=released,
        ending="org.accord.reservation.restated.v1",
        silent=SILENT,
    ),
)
"""Needs first: what is held follows them."""

"""What is held for each match, and the journal of every movement, to which rows are only ever added."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from offers.adapters.metadata import metadata
from offers.domain.charges import Charge
from offers.domain.reservation_events import ReservationStatus
from offers.domain.shortfall import Shortfall
from shared.messaging.dead_letters import dead_letters_table
from shared.messaging.inbox import inbox_table
from shared.persistence.columns import KEYS, MOMENT, QUANTITY, one_of, required
from shared.persistence.documents import Document

reservations = Table(
    "reservations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("match_id", Uuid, nullable=False, unique=True),
    required("version", Integer),
    required("match_version", Integer),
    required("status", one_of(ReservationStatus, "reservations_status")),
    required("states", KEYS),
    required("offer_ids", ARRAY(Uuid, as_tuple=True)),
    required("shortfalls", Document[Any](tuple[Shortfall, ...])),
    Column("opened_at", MOMENT),
    required("created_at", MOMENT),
    required("updated_at", MOMENT),
)

Index("reservations_of_offers", reservations.c.offer_ids, postgresql_using="gin")

reservation_holdings = Table(
    "reservation_holdings",
    metadata,
    Column("reservation_id", Uuid, ForeignKey("reservations.id"), nullable=False),
    Column("line_id", Uuid, nullable=False),
    Column("component_id", Uuid, nullable=False),
    Column("offer_id", Uuid, ForeignKey("offers.id"), nullable=False),
    required("position", SmallInteger),
    Column("quantity", QUANTITY),
    Column("charged", QUANTITY),
    required("figure", QUANTITY),
    required("charges", Document[Any](tuple[Charge, ...])),
    Column("largest_share", QUANTITY),
    required("held", QUANTITY),
    required("promised", QUANTITY),
    required("delivered", QUANTITY),
    PrimaryKeyConstraint("reservation_id", "line_id", "component_id"),
    CheckConstraint("held >= 0 AND promised >= 0 AND delivered >= 0", name="holdings_hold_nothing_negative"),
    CheckConstraint("held + promised + delivered <= figure", name="holdings_hold_at_most_what_was_asked"),
    CheckConstraint("held + promised + delivered <= largest_share", name="holdings_keep_to_the_largest_share"),
)

capacity_entries = Table(
    "capacity_entries",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("offer_id", Uuid, ForeignKey("offers.id"), nullable=False),
    required("line_id", Uuid),
    required("component_id", Uuid),
    required("match_id", Uuid),
    required("match_version", Integer),
    required("event_id", Uuid),
    required("movement", one_of(ReservationStatus, "capacity_entries_movement")),
    required("reserved_before", QUANTITY),
    required("reserved_after", QUANTITY),
    required("committed_before", QUANTITY),
    required("committed_after", QUANTITY),
    required("delivered_before", QUANTITY),
    required("delivered_after", QUANTITY),
    required("charged_before", Document[Any](tuple[Charge, ...])),
    required("charged_after", Document[Any](tuple[Charge, ...])),
    required("at", MOMENT),
    UniqueConstraint("match_id", "match_version", "line_id", "component_id", name="capacity_entries_one_a_step"),
)
Index("capacity_entries_of_offer", capacity_entries.c.offer_id, capacity_entries.c.number)

inbox = inbox_table(metadata)
dead_letters = dead_letters_table(metadata)

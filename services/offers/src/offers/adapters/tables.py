"""The offers service's tables; the capacity ledger's rule is a constraint here, not a hope."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from offers.adapters.metadata import metadata
from offers.domain.ceiling import Ceiling
from offers.domain.details import OfferKind
from offers.domain.life_cycle import OfferStatus
from offers.domain.visibility import Visibility
from shared.http.idempotency_store import idempotency_table
from shared.messaging.outbox import outbox_table
from shared.persistence.columns import KEYS, MOMENT, MONEY, QUANTITY, one_of, required
from shared.persistence.documents import Document
from shared.persistence.history import history_table
from shared.personal.access_tables import access_tables
from shared.personal.erasures import erasures_table
from shared.statements.contacts import Contact
from shared.statements.provenance import Provenance
from shared.statements.texts import Text as TaggedText
from shared.statements.windows import Window

offers = Table(
    "offers",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("version", Integer),
    Column("external_id", Text),
    required("organisation", Text),
    required("donor_name", Text),
    required("donor_kind", Text),
    Column("instrument", Text),
    Column("implementer", Text),
    required("kind", one_of(OfferKind, "offers_kind")),
    required("texts", Document[Any](tuple[TaggedText, ...])),
    required("for_everyone", Boolean),
    required("for_states", KEYS),
    required("for_regions", KEYS),
    required("for_groups", KEYS),
    required("excluded_states", KEYS),
    required("applicants", KEYS),
    required("working_languages", KEYS),
    required("window", Document[Any](Window)),
    required("call", Document[Any](Window)),
    required("conditions", KEYS),
    required("condition_notes", Text),
    Column("per_state_ceiling", Document[Any](Ceiling)),
    required("delivery_model", Text),
    required("visibility", one_of(Visibility, "offers_visibility")),
    Column("contact", Document[Any](Contact)),
    required("provenance", Document[Any](Provenance)),
    required("status", one_of(OfferStatus, "offers_status")),
    Column("closing_reason", Text),
    required("created_at", MOMENT),
    Column("opened_at", MOMENT),
    required("updated_at", MOMENT),
    required("statement", Integer),
    Column("confirmed_at", MOMENT),
    Column("confirm_by", Date),
    Column("reminded_at", MOMENT),
    UniqueConstraint("organisation", "external_id", name="offers_external_id_is_unique_for_its_donor"),
    CheckConstraint("(status = 'closed') = (closing_reason IS NOT NULL)", name="offers_closed_says_why"),
)
Index("offers_external_id", offers.c.external_id)
Index("offers_to_be_confirmed", offers.c.confirm_by, postgresql_where=offers.c.confirm_by.is_not(None))

offer_lines = Table(
    "offer_lines",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("offer_id", Uuid, ForeignKey("offers.id"), nullable=False, index=True),
    required("position", SmallInteger),
    required("categories", KEYS),
    required("modalities", KEYS),
    Column("unit", Text),
    Column("currency", Text),
    Column("pledged", QUANTITY),
    Column("smallest_share", QUANTITY),
    Column("largest_share", QUANTITY),
    required("divisible", Boolean),
    Column("unit_cost", MONEY),
    required("description", Text),
    required("reserved", QUANTITY),
    required("committed", QUANTITY),
    required("delivered", QUANTITY),
    CheckConstraint("reserved >= 0 AND committed >= 0 AND delivered >= 0", name="lines_hold_nothing_negative"),
    CheckConstraint("reserved + committed + delivered <= pledged", name="lines_are_never_over_committed"),
    CheckConstraint("smallest_share <= largest_share", name="lines_smallest_share_is_at_most_the_largest"),
)
Index("offer_lines_categories", offer_lines.c.categories, postgresql_using="gin")

offer_state_ledger = Table(
    "offer_state_ledger",
    metadata,
    Column("offer_id", Uuid, ForeignKey("offers.id"), nullable=False),
    required("state", Text),
    required("position", SmallInteger),
    required("engaged", QUANTITY),
    Column("ceiling", QUANTITY),
    PrimaryKeyConstraint("offer_id", "state"),
    CheckConstraint("engaged >= 0", name="states_have_nothing_negative"),
    CheckConstraint("engaged <= ceiling", name="states_keep_to_the_ceiling"),
)

offer_versions = history_table(metadata, "offer", offers.c.id)
outbox = outbox_table(metadata)
idempotency_keys = idempotency_table(metadata)
erasures = erasures_table(metadata)
contact_accesses = access_tables(metadata)

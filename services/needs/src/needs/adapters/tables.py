"""The needs service's tables; the coverage ledger's rule is a constraint here, not a hope."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from needs.domain.background import Gender, ReceivedHelp, ServedGoal, SourceReport, Sustainability
from needs.domain.component import OwnContribution
from needs.domain.consent import Consent
from needs.domain.holding import MovementKind
from needs.domain.institutions import Authority, Contact
from needs.domain.life_cycle import ClosedAs, NeedStatus
from needs.domain.provenance import Provenance
from needs.domain.reservation import ReservationStatus
from needs.domain.shortfall import Shortfall
from needs.domain.visibility import Sensitive, Visibility
from shared.http.idempotency_store import idempotency_table
from shared.messaging.dead_letters import dead_letters_table
from shared.messaging.inbox import inbox_table
from shared.messaging.outbox import outbox_table
from shared.persistence.columns import KEYS, MOMENT, MONEY, QUANTITY, one_of, required
from shared.persistence.documents import Document
from shared.persistence.history import history_table
from shared.personal.access_tables import access_tables
from shared.personal.erasures import erasures_table
from shared.statements.texts import Text as TaggedText
from shared.statements.windows import Window

metadata = MetaData()

needs = Table(
    "needs",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("version", Integer),
    required("statement", Integer),
    required("lead", Text),
    required("states", KEYS),
    Column("group", Text),
    Column("external_id", Text),
    required("texts", Document[Any](tuple[TaggedText, ...])),
    required("all_or_nothing", Boolean),
    required("priority", SmallInteger),
    Column("deadline", Date),
    required("window", Document[Any](Window)),
    required("shortest_useful_days", Integer),
    required("working_languages", KEYS),
    required("life_cycle_stages", KEYS),
    required("new_technology", Boolean),
    required("target_groups", KEYS),
    required("applicants", KEYS),
    required("conditions_met", KEYS),
    Column("authority", Document[Any](Authority)),
    Column("contact", Document[Any](Contact)),
    required("received", Document[Any](tuple[ReceivedHelp, ...])),
    required("sustainability", Document[Any](Sustainability)),
    required("gender", Document[Any](Gender)),
    Column("serves", Document[Any](ServedGoal)),
    Column("source_report", Document[Any](SourceReport)),
    required("sensitive", Document[Any](Sensitive)),
    required("visibility", one_of(Visibility, "needs_visibility")),
    required("provenance", Document[Any](Provenance)),
    required("status", one_of(NeedStatus, "needs_status")),
    Column("closed_as", one_of(ClosedAs, "needs_closed_as")),
    Column("closing_reason", Text),
    Column("consent", Document[Any](Consent)),
    required("specificity_score", SmallInteger),
    required("created_at", MOMENT),
    Column("opened_at", MOMENT),
    Column("confirmed_at", MOMENT),
    Column("stands_until", Date),
    Column("reminded_at", MOMENT),
    required("updated_at", MOMENT),
    UniqueConstraint("lead", "external_id", name="needs_external_id_is_unique_for_its_lead"),
    CheckConstraint("priority BETWEEN 1 AND 5", name="needs_priority_is_one_to_five"),
    CheckConstraint("(status = 'closed') = (closed_as IS NOT NULL)", name="needs_closed_says_how"),
)
Index("needs_states", needs.c.states, postgresql_using="gin")
Index("needs_external_id", needs.c.external_id)
Index("needs_stands_until", needs.c.stands_until, postgresql_where=needs.c.closed_as.is_(None))

need_components = Table(
    "need_components",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("need_id", Uuid, ForeignKey("needs.id"), nullable=False, index=True),
    required("position", SmallInteger),
    required("category", Text),
    required("modalities", KEYS),
    Column("quantity", QUANTITY),
    Column("unit", Text),
    required("description", Text),
    Column("estimated_cost", MONEY),
    Column("currency", Text),
    Column("own_contribution", Document[Any](OwnContribution)),
    required("held", QUANTITY),
    required("confirmed", QUANTITY),
    required("delivered", QUANTITY),
    Column("taken_by", Uuid),
    CheckConstraint("held >= 0 AND confirmed >= 0 AND delivered >= 0", name="components_cover_nothing_negative"),
    CheckConstraint("held + confirmed + delivered <= quantity", name="components_are_never_over_covered"),
    CheckConstraint("taken_by IS NULL OR quantity IS NULL", name="components_taken_whole_have_no_quantity"),
)
Index("need_components_category", need_components.c.category)

reservations = Table(
    "reservations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("match_id", Uuid, nullable=False, unique=True),
    Column("need_id", Uuid, nullable=False, index=True),
    required("event_id", Uuid),
    required("version", Integer),
    required("match_version", Integer),
    required("status", one_of(ReservationStatus, "reservations_status")),
    required("shortfalls", Document[Any](tuple[Shortfall, ...])),
    required("created_at", MOMENT),
    Column("opened_at", MOMENT),
    required("updated_at", MOMENT),
)
"""A need that is not known may be asked for, hence no foreign key."""

reservation_holdings = Table(
    "reservation_holdings",
    metadata,
    Column("reservation_id", Uuid, ForeignKey("reservations.id"), primary_key=True),
    Column("component_id", Uuid, primary_key=True),
    required("position", SmallInteger),
    required("held", QUANTITY),
    required("promised", QUANTITY),
    required("delivered", QUANTITY),
    required("whole", Boolean),
    required("unmeasured", Boolean),
    CheckConstraint("held >= 0 AND promised >= 0 AND delivered >= 0", name="holdings_hold_nothing_negative"),
    CheckConstraint(
        "NOT unmeasured OR held + promised + delivered = 0", name="holdings_of_the_unmeasured_count_nothing"
    ),
)
Index(
    "a_component_without_a_quantity_is_held_by_one_match",
    reservation_holdings.c.component_id,
    unique=True,
    postgresql_where=reservation_holdings.c.unmeasured,
)

coverage_entries = Table(
    "coverage_entries",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("need_id", Uuid, ForeignKey("needs.id"), nullable=False),
    required("component_id", Uuid),
    required("match_id", Uuid),
    required("match_version", Integer),
    required("event_id", Uuid),
    required("movement", one_of(MovementKind, "coverage_entries_movement")),
    required("held_before", QUANTITY),
    required("held_after", QUANTITY),
    required("promised_before", QUANTITY),
    required("promised_after", QUANTITY),
    required("delivered_before", QUANTITY),
    required("delivered_after", QUANTITY),
    required("at", MOMENT),
    UniqueConstraint("match_id", "match_version", "component_id", name="coverage_entries_one_a_step"),
)
"""The journal of the coverage: only ever added to, as a trigger sees to. Its sums are the components' figures."""
Index("coverage_entries_of_a_need", coverage_entries.c.need_id, coverage_entries.c.number)

reservation_versions = history_table(metadata, "reservation", reservations.c.id)
need_versions = history_table(metadata, "need", needs.c.id)
outbox = outbox_table(metadata)
idempotency_keys = idempotency_table(metadata)
inbox = inbox_table(metadata)
dead_letters = dead_letters_table(metadata)
erasures = erasures_table(metadata)
contact_accesses = access_tables(metadata)

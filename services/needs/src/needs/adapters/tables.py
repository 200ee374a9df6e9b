"""The needs service's tables; the coverage ledger's rule is a constraint here, not a hope."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
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
from needs.domain.institutions import Authority, Contact
from needs.domain.life_cycle import ClosedAs, NeedStatus
from needs.domain.provenance import Provenance
from needs.domain.visibility import Sensitive, Visibility
from shared.http.idempotency_store import idempotency_table
from shared.messaging.outbox import outbox_table
from shared.persistence.columns import KEYS, MOMENT, MONEY, QUANTITY, one_of, required
from shared.persistence.documents import Document
from shared.persistence.history import history_table
from shared.statements.texts import Text as TaggedText
from shared.statements.windows import Window

metadata = MetaData()

needs = Table(
    "needs",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("version", Integer),
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
    required("updated_at", MOMENT),
    UniqueConstraint("lead", "external_id", name="needs_external_id_is_unique_for_its_lead"),
    CheckConstraint("priority BETWEEN 1 AND 5", name="needs_priority_is_one_to_five"),
    CheckConstraint("(status = 'closed') = (closed_as IS NOT NULL)", name="needs_closed_says_how"),
)
Index("needs_states", needs.c.states, postgresql_using="gin")
Index("needs_external_id", needs.c.external_id)

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
    CheckConstraint("held >= 0 AND confirmed >= 0 AND delivered >= 0", name="components_cover_nothing_negative"),
    CheckConstraint("held + confirmed + delivered <= quantity", name="components_are_never_over_covered"),
)
Index("need_components_category", need_components.c.category)

need_versions = history_table(metadata, "need", needs.c.id)
outbox = outbox_table(metadata)
idempotency_keys = idempotency_table(metadata)

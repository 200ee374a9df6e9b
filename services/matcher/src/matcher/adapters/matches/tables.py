"""The tables of matches: the aggregate with its lines, and its history."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from matcher.adapters.metadata import metadata
from matcher.adapters.rounds.tables import rounds
from matcher.domain.matches.delivery import Delivery, DeliveryPlan
from matcher.domain.matches.evaluation import Evaluation
from matcher.domain.matches.holds import Hold
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.line import LineRole
from matcher.domain.matches.origin import OriginKind
from matcher.domain.matches.parties import Acceptance, DeclaredInterest
from matcher.domain.matches.review import AcknowledgedFlag
from shared.persistence.columns import KEYS, MOMENT, one_of, required
from shared.persistence.documents import Document
from shared.persistence.history import history_table

matches = Table(
    "matches",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("version", Integer),
    required("status", one_of(Status, "matches_status")),
    required("need_id", Uuid),
    required("offer_id", Uuid),
    Column("funder_offer_id", Uuid),
    Column("package_id", Uuid, index=True),
    required("states", KEYS),
    Column("group", Text),
    required("donors", KEYS),
    required("origin_kind", one_of(OriginKind, "matches_origin")),
    required("proposed_by", Text),
    Column("round_id", Uuid, ForeignKey(rounds.c.id), index=True),
    Column("round_plan", Text),
    Column("round_digest", Text),
    Column("input_digest", Text),
    required("judged_need_version", Integer),
    required("judged_need_statement", Integer),
    required("judged_offer_version", Integer),
    required("judged_offer_statement", Integer),
    required("score", SmallInteger),
    required("explanation", JSONB),
    required("profile_digest", Text),
    required("stale", Boolean),
    required("need_statement", Integer),
    required("offer_statement", Integer),
    required("funder_statement", Integer),
    required("offers_hold", one_of(Hold, "matches_offers_hold")),
    required("needs_hold", one_of(Hold, "matches_needs_hold")),
    Column("hold_version", Integer),
    required("offers_answered", Integer),
    required("needs_answered", Integer),
    required("shortfalls", Document[Any](tuple[dict[str, Any], ...])),
    required("acknowledged", Document[Any](tuple[AcknowledgedFlag, ...])),
    required("interests", Document[Any](tuple[DeclaredInterest, ...])),
    required("acceptances", Document[Any](tuple[Acceptance, ...])),
    required("plan", Document[Any](DeliveryPlan)),
    required("deliveries", Document[Any](tuple[Delivery, ...])),
    Column("evaluation", Document[Any](Evaluation)),
    Column("endorsed_by", Text),
    Column("reason_code", Text),
    Column("reason_text", Text),
    required("stage_since", MOMENT),
    Column("deadline", MOMENT),
    Column("reminded_at", MOMENT),
    required("created_at", MOMENT),
    required("updated_at", MOMENT),
    CheckConstraint("(origin_kind = 'round') = (round_id IS NOT NULL)", name="matches_of_a_round_name_it"),
    CheckConstraint(
        "(status IN ('rejected', 'declined', 'expired', 'dissolved')) = (reason_code IS NOT NULL)",
        name="matches_that_left_say_why",
    ),
    CheckConstraint(
        "status NOT IN ('reserved') OR (offers_hold = 'held' AND needs_hold = 'held')",
        name="matches_are_reserved_only_when_both_sides_hold",
    ),
)
Index(
    "matches_one_stands_for_a_need_and_an_offer",
    matches.c.need_id,
    matches.c.offer_id,
    unique=True,
    postgresql_where=text("status IN ('proposed', 'endorsed', 'refused', 'reserved')"),
)
Index("matches_of_need", matches.c.need_id)
Index("matches_of_offer", matches.c.offer_id)
Index("matches_of_funder", matches.c.funder_offer_id)
Index("matches_of_states", matches.c.states, postgresql_using="gin")
Index("matches_of_donors", matches.c.donors, postgresql_using="gin")
Index("matches_due", matches.c.deadline)

match_lines = Table(
    "match_lines",
    metadata,
    Column("match_id", Uuid, ForeignKey(matches.c.id), nullable=False),
    Column("component_id", Uuid, nullable=False),
    Column("line_id", Uuid, nullable=False),
    required("offer_id", Uuid),
    required("role", one_of(LineRole, "match_lines_role")),
    required("position", SmallInteger),
    required("category", Text),
    required("score", SmallInteger),
    Column("quantity", BigInteger),
    Column("unit", Text),
    Column("currency", Text),
    Column("coverage", BigInteger),
    Column("component_unit", Text),
    Column("charged", BigInteger),
    required("delivered", BigInteger),
    required("covered", BigInteger),
    PrimaryKeyConstraint("match_id", "component_id", "line_id"),
    CheckConstraint("quantity > 0", name="match_lines_give_something"),
    CheckConstraint("coverage > 0", name="match_lines_cover_something"),
    CheckConstraint("delivered >= 0 AND delivered <= quantity", name="match_lines_deliver_what_was_agreed"),
    CheckConstraint("covered >= 0 AND covered <= coverage", name="match_lines_cover_what_was_agreed"),
)
"""Quantities in thousandths; null = it cannot be measured and is taken whole."""
Index("match_lines_category", match_lines.c.category)

match_versions = history_table(metadata, "match", matches.c.id)

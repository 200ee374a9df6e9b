"""The matcher's tables: projections that can be rebuilt from the topics, and what was found among them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Sequence,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from matcher.adapters.metadata import metadata
from shared.http.idempotency_store import idempotency_table
from shared.messaging.dead_letters import dead_letters_table
from shared.messaging.inbox import inbox_table
from shared.messaging.outbox import outbox_table
from shared.personal.erasures import erasures_table

change_numbers = Sequence("change_numbers", metadata=metadata)
"""Numbers each change of a projection; writers hold one lock, so the order of numbers is the order of commits."""

needs = Table(
    "needs",
    metadata,
    Column("need_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("change_number", BigInteger, nullable=False, unique=True),
    Column("external_id", Text),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("states", ARRAY(Text), nullable=False),
    Column("group", Text),
    Column("visibility", Text, nullable=False),
    Column("historic_example", Boolean, nullable=False),
    Column("state", JSONB, nullable=False),
)

offers = Table(
    "offers",
    metadata,
    Column("offer_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("change_number", BigInteger, nullable=False, unique=True),
    Column("external_id", Text),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("donor_name", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("historic_example", Boolean, nullable=False),
    Column("state", JSONB, nullable=False),
)

candidates = Table(
    "candidates",
    metadata,
    Column("need_id", Uuid, nullable=False),
    Column("offer_id", Uuid, nullable=False),
    Column("need_version", Integer, nullable=False),
    Column("offer_version", Integer, nullable=False),
    Column("score", SmallInteger, nullable=False),
    Column("profile_digest", Text, nullable=False),
    Column("lead_component_id", Uuid, nullable=False),
    Column("lead_line_id", Uuid, nullable=False),
    Column("explanation", JSONB, nullable=False),
    Column("pairs", JSONB, nullable=False),
    PrimaryKeyConstraint("need_id", "offer_id"),
)
Index("candidates_of_need", candidates.c.need_id, candidates.c.score.desc(), candidates.c.offer_id)
Index("candidates_of_offer", candidates.c.offer_id, candidates.c.score.desc(), candidates.c.need_id)

evaluations = Table(
    "evaluations",
    metadata,
    Column("day", Date, nullable=False),
    Column("activation", BigInteger, nullable=False),
    Column("rate_table", BigInteger, nullable=False),
    Column("done_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("day", "activation", "rate_table"),
)
"""What every candidate was found again for: a day, a profile put in force, and the rates up to a table's number."""

inbox = inbox_table(metadata)
dead_letters = dead_letters_table(metadata)
outbox = outbox_table(metadata)
idempotency_keys = idempotency_table(metadata)
erasures = erasures_table(metadata)

"""The tables of what coordinators decide about matching: exchange rates, scoring profiles, and which one is in force.

All three are only ever added to, which the database itself sees to. A row's `number` counts in the order of commits,
for writers hold one lock: so a greatest number says all that was there. Who decided, and in which words, stands beside
each in a row of its own, for people can be erased and decisions not.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from matcher.adapters.metadata import metadata
from shared.persistence.columns import MOMENT, required


def _number() -> Column[int]:
    return Column("number", BigInteger, Identity(always=True), nullable=False, unique=True)


rate_tables = Table(
    "rate_tables",
    metadata,
    Column("id", Uuid, primary_key=True),
    _number(),
    required("source", Text),
    required("on", Date),
    required("reference", Text),
    required("millionths", JSONB),
    required("loaded_at", MOMENT),
)

rate_table_authors = Table(
    "rate_table_authors",
    metadata,
    Column("id", Uuid, ForeignKey(rate_tables.c.id), primary_key=True),
    required("loaded_by", Text),
)

scoring_profiles = Table(
    "scoring_profiles",
    metadata,
    Column("digest", Text, primary_key=True),
    _number(),
    required("name", Text),
    required("version", BigInteger),
    required("weights", JSONB),
    required("created_at", MOMENT),
    UniqueConstraint("name", "version", name="scoring_profiles_one_row_per_version"),
    CheckConstraint("version > 0", name="scoring_profiles_versions_begin_at_one"),
)
"""Weights by name and version."""

scoring_profile_remarks = Table(
    "scoring_profile_remarks",
    metadata,
    Column("digest", Text, ForeignKey(scoring_profiles.c.digest), primary_key=True),
    required("note", Text),
    Column("created_by", Text),
)
"""What each profile is for; `created_by` is null for the one that the matcher shipped with."""

scoring_profile_activations = Table(
    "scoring_profile_activations",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("digest", Text, ForeignKey(scoring_profiles.c.digest), nullable=False),
    required("activated_at", MOMENT),
)
"""Which profile was put in force, one after the other; the last one is."""

activation_remarks = Table(
    "scoring_profile_activation_remarks",
    metadata,
    Column(
        "number", BigInteger, ForeignKey(scoring_profile_activations.c.number), primary_key=True, autoincrement=False
    ),
    required("reason", Text),
    Column("activated_by", Text),
)
"""Why each came into force; `activated_by` is null where it was so from the first."""

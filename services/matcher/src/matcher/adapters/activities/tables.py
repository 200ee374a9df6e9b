"""The register of running activities, one row for each id of a source."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text, UniqueConstraint, Uuid

from matcher.adapters.metadata import metadata
from matcher.domain.evidence.activity import ActivityDetails, ActivityStatus
from shared.persistence.columns import KEYS, MOMENT, one_of, required
from shared.persistence.documents import Document

activities = Table(
    "activities",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("source", Text),
    required("external_id", Text),
    required("version", Integer),
    required("donor_name", Text),
    Column("donor_organisation", Text),
    required("states", KEYS),
    required("regions", KEYS),
    required("categories", KEYS),
    required("status", one_of(ActivityStatus, "activities_status")),
    Column("starts_on", Date),
    Column("ends_on", Date),
    required("details", Document[Any](ActivityDetails)),
    required("imported_by", Text),
    required("imported_at", MOMENT),
    UniqueConstraint("source", "external_id", name="activities_one_row_per_source_and_id"),
    CheckConstraint("version > 0", name="activities_versions_begin_at_one"),
)
"""Whatever lists are narrowed by stands beside `details`, which hold all that the source says."""

Index("activities_of_states", activities.c.states, postgresql_using="gin")

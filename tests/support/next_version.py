"""What a next version of a service brings: a migration that only adds, and events that say more than is known here."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory

from shared.messaging.bus import OutgoingRecord
from tests.support.databases import SERVICES

_ADDITIVE = '''"""What the next version adds."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = {head!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column({table!r}, sa.Column("next_note", sa.Text()))
    op.add_column({table!r}, sa.Column("next_rank", sa.Integer(), nullable=False, server_default="7"))
    op.create_table("next_things", sa.Column("id", sa.Uuid(), primary_key=True))
    op.create_index("next_by_rank", {table!r}, ["next_rank"])
'''


def migrations_of_the_next_version(service: str, table: str, folder: Path) -> Path:
    """Return the service's migrations with one more, which expands a table and takes nothing away."""
    copied = folder / "migrations"
    shutil.copytree(SERVICES / service / "migrations", copied)
    configuration = Config()
    configuration.set_main_option("script_location", str(copied))
    configuration.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(configuration).get_current_head()
    (copied / "versions" / "9999_next.py").write_text(_ADDITIVE.format(head=head, table=table))
    return copied


def with_more_said(record: OutgoingRecord, **more: Any) -> OutgoingRecord:
    """Return the record as a newer writer sends it, with fields that this version does not know or knows otherwise."""
    return replace(record, value=json.dumps(json.loads(record.value or b"{}") | more).encode())


def of_type(record: OutgoingRecord, event_type: str) -> OutgoingRecord:
    """Return the record as an event of another type."""
    headers: Sequence[tuple[str, bytes]] = [
        (name, event_type.encode() if name == "ce_type" else value) for name, value in record.headers
    ]
    return replace(record, headers=tuple(headers))

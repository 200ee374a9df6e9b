"""The decision log: its beginning, the texts and pseudonyms kept apart from it, and its checkpoints."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from shared.decision_log.canonical import canonical
from shared.decision_log.writing import begin

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ONLY_ADDED_TO = ("decision_log", "decision_checkpoints")
NEVER_TRUNCATED = (*ONLY_ADDED_TO, "rate_tables", "scoring_profiles", "scoring_profile_activations")


def upgrade() -> None:
    log = _create_log()
    _create_what_lies_beside_it()
    for table in ONLY_ADDED_TO:
        op.execute(
            f"CREATE TRIGGER {table}_are_only_added BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    for table in NEVER_TRUNCATED:
        op.execute(
            f"CREATE TRIGGER {table}_are_never_truncated BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    _begin(log)


def _create_log() -> sa.Table:
    log = op.create_table(
        "decision_log",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("match_version", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name="decision_log_begins_at_one"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("previous_hash"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("decision_log_of_match", "decision_log", ["match_id", "number"], unique=False)
    return log


def _create_what_lies_beside_it() -> None:
    op.create_table(
        "decision_texts",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["decision_log.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "pseudonyms",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("pseudonym", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
        sa.UniqueConstraint("pseudonym"),
    )
    op.create_table(
        "decision_checkpoints",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["decision_log.number"]),
        sa.PrimaryKeyConstraint("number"),
    )


def _begin(log: sa.Table) -> None:
    """Write the first entry, which names this installation's log."""
    entry = begin(uuid4(), op.get_bind().scalar(sa.text("SELECT now()")))
    op.execute(
        log.insert().values(
            number=entry.link.number,
            at=entry.link.moment,
            action=entry.link.action,
            content=canonical(entry.content).decode(),
            content_hash=entry.link.content_hash,
            previous_hash=entry.link.previous_hash,
            hash=entry.hash,
        )
    )

"""How long each match stood in each stage."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STAGES = (
    "'proposed', 'endorsed', 'refused', 'reserved', 'confirmed', 'in_delivery', 'delivered', 'evaluated', "
    "'rejected', 'declined', 'expired', 'dissolved'"
)


def upgrade() -> None:
    op.create_table(
        "match_passages",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"stage IN ({STAGES})", name="match_passages_stage"),
        sa.CheckConstraint("left_at >= entered_at", name="match_passages_end_after_they_begin"),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"]),
        sa.PrimaryKeyConstraint("match_id", "number"),
    )
    op.create_index("match_passages_by_stage", "match_passages", ["stage"], unique=False)
    op.create_index(
        "match_passages_one_is_open",
        "match_passages",
        ["match_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    # Until now every match was a proposal, and had been one since it was made.
    op.execute(
        "INSERT INTO match_passages (match_id, number, stage, entered_at)"
        " SELECT id, 1, status, created_at FROM matches WHERE status = 'proposed'"
    )


def downgrade() -> None:
    op.drop_table("match_passages")

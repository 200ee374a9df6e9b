"""Who decided about matching, and in which words, in tables of their own; and when a pseudonym was used last.

The decisions themselves are only ever added to, so nobody could be erased from them. Tables lose columns here, which
their triggers do not hinder: no row of what is kept is changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOVED = (
    "INSERT INTO rate_table_authors (id, loaded_by) SELECT id, loaded_by FROM rate_tables",
    "INSERT INTO scoring_profile_remarks SELECT digest, note, created_by FROM scoring_profiles",
    "INSERT INTO scoring_profile_activation_remarks SELECT number, reason, activated_by FROM scoring_profile_activations",
)
LEFT = {
    "rate_tables": ("loaded_by",),
    "scoring_profiles": ("note", "created_by"),
    "scoring_profile_activations": ("reason", "activated_by"),
}


def upgrade() -> None:
    _create_tables()
    for statement in MOVED:
        op.execute(statement)
    for table, columns in LEFT.items():
        for column in columns:
            op.drop_column(table, column)
    op.add_column(
        "pseudonyms",
        sa.Column("used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )


def _create_tables() -> None:
    op.create_table(
        "rate_table_authors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["rate_tables.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "scoring_profile_remarks",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["digest"], ["scoring_profiles.digest"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "scoring_profile_activation_remarks",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["number"], ["scoring_profile_activations.number"]),
        sa.PrimaryKeyConstraint("number"),
    )

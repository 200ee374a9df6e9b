"""Who read a contact, and when: only ever added to, and forgotten when it is old, by the owner's function alone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEEP = """
CREATE FUNCTION keep_contact_accesses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '365 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of % are only ever added, and kept for a year', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
# The service's role may not delete here; through this it may, what is older than a year.
FORGET = """
CREATE FUNCTION forget_contact_accesses(before timestamptz, at_most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (
    SELECT number FROM contact_accesses
    WHERE at < least(before, now() - interval '365 days') ORDER BY number LIMIT at_most
  ), gone AS (
    DELETE FROM contact_accesses USING old WHERE contact_accesses.number = old.number RETURNING 1
  )
  SELECT count(*)::integer FROM gone
$$
"""


def upgrade() -> None:
    op.create_table(
        "contact_readers",
        sa.Column("pseudonym", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("pseudonym"),
        sa.UniqueConstraint("subject"),
    )
    op.create_table(
        "contact_accesses",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("regions", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("through", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("contact_accesses_of_a_record", "contact_accesses", ["record_id", "number"], unique=False)
    op.create_index("contact_accesses_of_a_reader", "contact_accesses", ["reader"], unique=False)
    op.create_index("contact_accesses_at", "contact_accesses", ["at"], unique=False)
    op.execute(KEEP)
    op.execute(
        "CREATE TRIGGER contact_accesses_are_kept BEFORE UPDATE OR DELETE ON contact_accesses"
        " FOR EACH ROW EXECUTE FUNCTION keep_contact_accesses()"
    )
    op.execute(FORGET)


def downgrade() -> None:
    op.execute("DROP FUNCTION forget_contact_accesses(timestamptz, integer)")
    op.drop_table("contact_accesses")
    op.execute("DROP FUNCTION keep_contact_accesses()")
    op.drop_table("contact_readers")

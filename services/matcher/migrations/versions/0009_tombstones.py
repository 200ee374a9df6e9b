"""An outbox row without a payload is a tombstone: nothing is stated of its key any more."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("outbox", "payload", existing_type=sa.LargeBinary(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE payload IS NULL")
    op.alter_column("outbox", "payload", existing_type=sa.LargeBinary(), nullable=False)

"""Let owners say what the page of a project shows."""

from alembic import op

revision = "202611280627"
down_revision = "202611280625"


def upgrade() -> None:
    op.execute("ALTER TABLE projects ADD COLUMN presentation jsonb")


def downgrade() -> None:
    op.execute("ALTER TABLE projects DROP COLUMN presentation")

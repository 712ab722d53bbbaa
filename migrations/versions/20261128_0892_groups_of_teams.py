"""Keep which group from outside decides who is on a team."""

from alembic import op

revision = "202611280892"
down_revision = "202611280890"


def upgrade() -> None:
    op.execute("ALTER TABLE teams ADD COLUMN outside_group text;")


def downgrade() -> None:
    op.execute("ALTER TABLE teams DROP COLUMN outside_group;")

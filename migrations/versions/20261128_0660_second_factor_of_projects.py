"""Let owners ask everybody who works on a project for a second factor."""

from alembic import op

revision = "202611280660"
down_revision = "202611280630"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE projects ADD COLUMN requires_second_factor boolean"
        " DEFAULT false NOT NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE projects DROP COLUMN requires_second_factor")

"""Let owners have a project take uploads of trusted publishers only."""

from alembic import op

revision = "202611280720"
down_revision = "202611280700"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE projects ADD COLUMN only_trusted_publishing boolean "
        "DEFAULT false NOT NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE projects DROP COLUMN only_trusted_publishing")

"""Let owners have a project take files with attestations only."""

from alembic import op

revision = "202611280762"
down_revision = "202611280760"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE projects ADD COLUMN requires_attestations boolean "
        "DEFAULT false NOT NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE projects DROP COLUMN requires_attestations")

"""Let one file be yanked, and not only a whole release (PEP 592)."""

from alembic import op

revision = "202611280550"
down_revision = "202611280540"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE release_files
            ADD COLUMN yanked boolean DEFAULT false NOT NULL,
            ADD COLUMN yanked_reason text DEFAULT '' NOT NULL,
            ADD COLUMN yanked_date timestamp without time zone;
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE release_files
            DROP COLUMN yanked, DROP COLUMN yanked_reason, DROP COLUMN yanked_date;
    """)

"""Let organizations require a second factor of their members."""

from alembic import op

revision = "202611280805"
down_revision = "202611280800"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE organizations
            ADD COLUMN requires_second_factor boolean DEFAULT false NOT NULL;
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE organizations DROP COLUMN requires_second_factor;")

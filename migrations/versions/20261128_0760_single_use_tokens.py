"""Count the uploads that an API token is good for."""

from alembic import op

revision = "202611280760"
down_revision = "202611280740"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE macaroons ADD COLUMN uses_left integer;
        ALTER TABLE macaroons ADD CONSTRAINT ck_macaroons_uses_left
            CHECK (uses_left >= 0);
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE macaroons DROP COLUMN uses_left;")

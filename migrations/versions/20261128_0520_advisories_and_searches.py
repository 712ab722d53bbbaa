"""Give vulnerabilities a key of their own."""

from alembic import op

revision = "202611280520"
down_revision = "202611280460"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE vulnerabilities
            ADD COLUMN key uuid DEFAULT gen_random_uuid() NOT NULL;
        CREATE INDEX ix_vulnerabilities_id ON vulnerabilities (id, key);
        ALTER TABLE vulnerabilities
            ADD CONSTRAINT uq_vulnerabilities_key UNIQUE (key);
    """)


def downgrade() -> None:
    op.execute("""
        DROP INDEX ix_vulnerabilities_id;
        ALTER TABLE vulnerabilities DROP COLUMN key;
    """)

"""What a CDN has been told of the log of purges; of what is there it is told nothing."""

from alembic import op

revision = "202611222330"
down_revision = "202611222320"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE cache_purges
            ADD COLUMN told timestamp without time zone,
            ADD COLUMN due timestamp without time zone;
        ALTER TABLE cache_purges
            ALTER COLUMN due SET DEFAULT (now() AT TIME ZONE 'utc');
        CREATE INDEX ix_cache_purges_due ON cache_purges (due) WHERE due IS NOT NULL;
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE cache_purges DROP COLUMN told, DROP COLUMN due;")

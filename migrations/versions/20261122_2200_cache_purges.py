"""The log of what writes make outdated, and who follows it."""

from alembic import op

revision = "202611222200"
down_revision = "202611222131"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE cache_purges (
            position bigserial CONSTRAINT pk_cache_purges PRIMARY KEY,
            keys text[] NOT NULL,
            purged timestamp without time zone NOT NULL
                DEFAULT (now() AT TIME ZONE 'utc')
        );
        CREATE INDEX ix_cache_purges_purged ON cache_purges (purged);
        CREATE UNLOGGED TABLE cache_readers (
            name text CONSTRAINT pk_cache_readers PRIMARY KEY,
            position bigint NOT NULL,
            lease_until timestamp without time zone NOT NULL
        );
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE cache_readers;
        DROP TABLE cache_purges;
    """)

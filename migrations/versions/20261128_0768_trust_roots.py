"""Keep the trust root of Sigstore as it was refreshed."""

from alembic import op

revision = "202611280768"
down_revision = "202611280766"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE trust_roots (
            source text NOT NULL,
            content text,
            checked_at timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            fetched_at timestamp without time zone,
            problem text,
            CONSTRAINT pk_trust_roots PRIMARY KEY (source)
        );
    """)


def downgrade() -> None:
    op.execute("DROP TABLE trust_roots;")

"""Give vulnerabilities a key of their own, and keep searches that staff save."""

from alembic import op

revision = "202611280520"
down_revision = "202611280510"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE vulnerabilities
            ADD COLUMN key uuid DEFAULT gen_random_uuid() NOT NULL;
        CREATE INDEX ix_vulnerabilities_id ON vulnerabilities (id, key);
        ALTER TABLE vulnerabilities
            ADD CONSTRAINT uq_vulnerabilities_key UNIQUE (key);
        CREATE TABLE saved_searches (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            user_id uuid NOT NULL,
            listing text NOT NULL,
            name text NOT NULL,
            query text NOT NULL,
            CONSTRAINT pk_saved_searches PRIMARY KEY (id),
            CONSTRAINT uq_saved_searches_user_id_listing_name
                UNIQUE (user_id, listing, name),
            CONSTRAINT fk_saved_searches_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE saved_searches;
        DROP INDEX ix_vulnerabilities_id;
        ALTER TABLE vulnerabilities DROP COLUMN key;
    """)

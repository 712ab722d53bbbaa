"""Keep the ends and uses of tokens, and copies of what is kept about accounts."""

from alembic import op

revision = "202611280320"
down_revision = "202611280310"


def upgrade() -> None:
    _add_ends()
    _add_uses()
    _add_exports()


def _add_ends() -> None:
    op.execute("""
        ALTER TABLE macaroons
            ADD COLUMN expires timestamp without time zone,
            ADD COLUMN warned_days integer,
            ADD COLUMN last_used_network text,
            ADD COLUMN last_used_client text;
        UPDATE macaroons SET expires = ending.at
        FROM (
            SELECT id, to_timestamp(min((caveat ->> 1)::float8)) AT TIME ZONE 'utc' AS at
            FROM macaroons,
                jsonb_array_elements(
                    CASE jsonb_typeof(caveats) WHEN 'array' THEN caveats ELSE '[]' END
                ) AS caveat
            WHERE jsonb_typeof(caveat) = 'array' AND caveat ->> 0 = '0'
                AND jsonb_typeof(caveat -> 1) = 'number'
                AND (caveat ->> 1)::float8 BETWEEN 0 AND 253402300799
            GROUP BY id
        ) AS ending
        WHERE ending.id = macaroons.id;
        CREATE INDEX ix_macaroons_expires ON macaroons (expires)
            WHERE expires IS NOT NULL;
    """)


def _add_uses() -> None:
    op.execute("""
        CREATE TABLE macaroon_networks (
            macaroon_id uuid NOT NULL,
            network text NOT NULL,
            first_used timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_macaroon_networks PRIMARY KEY (macaroon_id, network),
            CONSTRAINT fk_macaroon_networks_macaroon_id_macaroons
                FOREIGN KEY (macaroon_id) REFERENCES macaroons (id) ON DELETE CASCADE
        );
        CREATE TABLE macaroon_uploads (
            macaroon_id uuid NOT NULL,
            file_id uuid NOT NULL,
            CONSTRAINT pk_macaroon_uploads PRIMARY KEY (macaroon_id, file_id),
            CONSTRAINT fk_macaroon_uploads_macaroon_id_macaroons
                FOREIGN KEY (macaroon_id) REFERENCES macaroons (id) ON DELETE CASCADE,
            CONSTRAINT fk_macaroon_uploads_file_id_release_files
                FOREIGN KEY (file_id) REFERENCES release_files (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_macaroon_uploads_file_id ON macaroon_uploads (file_id);
    """)


def _add_exports() -> None:
    op.execute("""
        CREATE TABLE account_exports (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            finished timestamp without time zone,
            expires timestamp without time zone,
            content bytea,
            CONSTRAINT pk_account_exports PRIMARY KEY (id),
            CONSTRAINT uq_account_exports_user_id UNIQUE (user_id),
            CONSTRAINT fk_account_exports_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE account_exports;
        DROP TABLE macaroon_uploads;
        DROP TABLE macaroon_networks;
        DROP INDEX ix_macaroons_expires;
        ALTER TABLE macaroons
            DROP COLUMN last_used_client,
            DROP COLUMN last_used_network,
            DROP COLUMN warned_days,
            DROP COLUMN expires;
    """)

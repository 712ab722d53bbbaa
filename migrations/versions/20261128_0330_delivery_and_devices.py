"""Keep what became of messages, and the networks that people sign in from."""

from alembic import op

revision = "202611280330"
down_revision = "202611280321"


def upgrade() -> None:
    op.execute("""
        ALTER TYPE mailstatus ADD VALUE 'delivered';
        ALTER TYPE mailstatus ADD VALUE 'soft bounced';
        ALTER TYPE mailstatus ADD VALUE 'bounced';
        ALTER TYPE mailstatus ADD VALUE 'complained';
    """)
    op.execute("""
        CREATE TYPE uniqueloginstatus AS ENUM ('pending', 'confirmed');
        CREATE TABLE user_unique_logins (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            ip_address_id uuid NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            last_used timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            device_information jsonb,
            status uniqueloginstatus DEFAULT 'pending' NOT NULL,
            expires timestamp without time zone,
            CONSTRAINT pk_user_unique_logins PRIMARY KEY (id),
            CONSTRAINT uq_user_unique_logins_user_id_ip_address_id
                UNIQUE (user_id, ip_address_id),
            CONSTRAINT fk_user_unique_logins_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT fk_user_unique_logins_ip_address_id_ip_addresses
                FOREIGN KEY (ip_address_id) REFERENCES ip_addresses (id)
                ON DELETE CASCADE
        );
        CREATE INDEX ix_user_unique_logins_ip_address_id
            ON user_unique_logins (ip_address_id);
        INSERT INTO user_unique_logins
            (user_id, ip_address_id, created, last_used, status)
        SELECT source_id, ip_address_id, min(time), max(time), 'confirmed'
        FROM user_events
        WHERE tag = 'account:login:success' AND ip_address_id IS NOT NULL
        GROUP BY source_id, ip_address_id;
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE user_unique_logins;
        DROP TYPE uniqueloginstatus;
        DROP INDEX ix_email_messages_due;
        ALTER TABLE email_messages ALTER COLUMN status DROP DEFAULT;
        ALTER TYPE mailstatus RENAME TO formermailstatus;
        CREATE TYPE mailstatus AS ENUM ('queued', 'kept', 'sent', 'failed');
        ALTER TABLE email_messages
            ALTER COLUMN status TYPE mailstatus USING (
                CASE WHEN status IN ('queued', 'kept', 'sent', 'failed')
                    THEN status::text ELSE 'sent' END
            )::mailstatus;
        ALTER TABLE email_messages ALTER COLUMN status SET DEFAULT 'queued';
        DROP TYPE formermailstatus;
        CREATE INDEX ix_email_messages_due ON email_messages (due)
            WHERE status = 'queued';
    """)

"""Keep every message that is written, until it is sent and after that."""

from alembic import op

revision = "202611280210"
down_revision = "202611272230"


def upgrade() -> None:
    op.execute("""
        CREATE TYPE mailstatus AS ENUM ('queued', 'kept', 'sent', 'failed');
        CREATE TABLE email_messages (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            user_id uuid,
            kind text NOT NULL,
            sender text NOT NULL,
            recipient text NOT NULL,
            recipient_name text DEFAULT '' NOT NULL,
            message_id text NOT NULL,
            subject text NOT NULL,
            body text NOT NULL,
            html text NOT NULL,
            unsubscribe_url text,
            is_security boolean DEFAULT false NOT NULL,
            status mailstatus DEFAULT 'queued' NOT NULL,
            attempts integer DEFAULT 0 NOT NULL,
            due timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            sent timestamp without time zone,
            problem text,
            CONSTRAINT pk_email_messages PRIMARY KEY (id),
            CONSTRAINT uq_email_messages_message_id UNIQUE (message_id),
            CONSTRAINT fk_email_messages_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
        );
        CREATE INDEX ix_email_messages_due ON email_messages (due)
            WHERE status = 'queued';
        CREATE INDEX ix_email_messages_user_id_created
            ON email_messages (user_id, created);
        CREATE INDEX ix_email_messages_created ON email_messages (created);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE email_messages; DROP TYPE mailstatus")

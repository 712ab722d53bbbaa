"""Keep the requests of people who lost every way into their account."""

from alembic import op

revision = "202611280340"
down_revision = "202611280330"


def upgrade() -> None:
    op.execute("""
        CREATE TYPE recoveryreason AS ENUM ('factors', 'mail', 'everything', 'stolen');
        CREATE TYPE recoverystatus AS ENUM ('unconfirmed', 'open', 'closed');
        CREATE TYPE recoveryend AS ENUM ('withdrawn', 'objected', 'signed in');
        CREATE TABLE account_recovery_requests (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            user_id uuid,
            username text NOT NULL,
            contact text NOT NULL,
            reason recoveryreason NOT NULL,
            statement text DEFAULT '' NOT NULL,
            projects text[] DEFAULT '{}' NOT NULL,
            proof text NOT NULL,
            place text,
            network text,
            client text,
            locale text NOT NULL,
            status recoverystatus DEFAULT 'unconfirmed' NOT NULL,
            confirmed timestamp without time zone,
            closed timestamp without time zone,
            ended_by recoveryend,
            CONSTRAINT pk_account_recovery_requests PRIMARY KEY (id),
            CONSTRAINT fk_account_recovery_requests_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
        );
        CREATE INDEX ix_account_recovery_requests_user_id
            ON account_recovery_requests (user_id);
        CREATE INDEX ix_account_recovery_requests_status_created
            ON account_recovery_requests (status, created);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE account_recovery_requests;
        DROP TYPE recoveryreason, recoverystatus, recoveryend;
    """)

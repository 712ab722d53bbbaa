"""Keep the answers to requests that may be repeated."""

from alembic import op

revision = "202611280650"
down_revision = "202611280627"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE idempotency_keys (
            user_id uuid NOT NULL,
            key text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            fingerprint bytea NOT NULL,
            status integer NOT NULL,
            headers jsonb NOT NULL,
            body bytea NOT NULL,
            CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, key),
            CONSTRAINT fk_idempotency_keys_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_idempotency_keys_created ON idempotency_keys (created);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE idempotency_keys;")

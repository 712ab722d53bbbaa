"""Keep by whom else people are known who sign in from outside."""

from alembic import op

revision = "202611280890"
down_revision = "202611280884"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE user_linked_identities (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            issuer text NOT NULL,
            subject text NOT NULL,
            username text NOT NULL,
            label text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            last_used timestamp without time zone,
            CONSTRAINT pk_user_linked_identities PRIMARY KEY (id),
            CONSTRAINT uq_user_linked_identities_issuer_subject UNIQUE (issuer, subject),
            CONSTRAINT ck_user_linked_identities_subject_length
                CHECK (length(subject) BETWEEN 1 AND 255),
            CONSTRAINT fk_user_linked_identities_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_user_linked_identities_user_id
            ON user_linked_identities (user_id);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE user_linked_identities;")

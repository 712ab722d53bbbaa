"""Keep security keys, recovery codes, and since when the sessions of a person count."""

from alembic import op

revision = "202611280310"
down_revision = "202611280300"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE users ADD COLUMN sessions_from timestamp without time zone;
        CREATE TABLE user_security_keys (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            label text NOT NULL,
            credential_id text NOT NULL,
            public_key text NOT NULL,
            sign_count bigint NOT NULL,
            is_passkey boolean DEFAULT false NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            last_used timestamp without time zone,
            CONSTRAINT pk_user_security_keys PRIMARY KEY (id),
            CONSTRAINT uq_user_security_keys_label_user_id UNIQUE (label, user_id),
            CONSTRAINT uq_user_security_keys_credential_id UNIQUE (credential_id),
            CONSTRAINT uq_user_security_keys_public_key UNIQUE (public_key),
            CONSTRAINT ck_user_security_keys_label_length
                CHECK (length(label) BETWEEN 1 AND 64),
            CONSTRAINT fk_user_security_keys_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED
        );
        CREATE INDEX ix_user_security_keys_user_id ON user_security_keys (user_id);
        CREATE TABLE user_recovery_codes (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            code text NOT NULL,
            generated timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            burned timestamp without time zone,
            CONSTRAINT pk_user_recovery_codes PRIMARY KEY (id),
            CONSTRAINT ck_user_recovery_codes_code_length CHECK (length(code) <= 128),
            CONSTRAINT fk_user_recovery_codes_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED
        );
        CREATE INDEX ix_user_recovery_codes_user_id ON user_recovery_codes (user_id);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE user_recovery_codes;
        DROP TABLE user_security_keys;
        ALTER TABLE users DROP COLUMN sessions_from;
    """)

"""Keep what people prefer: language, theme, time zone, and which mail they get."""

from alembic import op

revision = "202611280321"
down_revision = "202611280320"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE user_preferences (
            user_id uuid NOT NULL,
            language text,
            theme text,
            time_zone text DEFAULT 'UTC' NOT NULL,
            muted text[] DEFAULT '{}' NOT NULL,
            CONSTRAINT pk_user_preferences PRIMARY KEY (user_id),
            CONSTRAINT fk_user_preferences_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        );
    """)


def downgrade() -> None:
    op.execute("DROP TABLE user_preferences")

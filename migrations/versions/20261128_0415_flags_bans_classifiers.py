"""Add the ends of flags, deprecated classifiers, hashes of tokens, an index of bans."""

from alembic import op

revision = "202611280415"
down_revision = "202611280410"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE admin_flags
            ADD COLUMN reason text DEFAULT '' NOT NULL,
            ADD COLUMN ends timestamp without time zone,
            ADD COLUMN changed timestamp without time zone;
    """)
    op.execute("""
        ALTER TABLE trove_classifiers
            ADD COLUMN is_own boolean DEFAULT false NOT NULL,
            ADD COLUMN deprecated boolean DEFAULT false NOT NULL,
            ADD COLUMN deprecated_for text[] DEFAULT '{}' NOT NULL;
    """)
    op.execute("""
        CREATE INDEX ix_ip_addresses_banned ON ip_addresses (ip_address) WHERE is_banned;
    """)
    op.execute("""
        ALTER TABLE macaroons ADD COLUMN text_sha256 text;
        CREATE INDEX ix_macaroons_text_sha256 ON macaroons (text_sha256);
    """)
    op.execute("ALTER TYPE recoveryend ADD VALUE IF NOT EXISTS 'completed'")
    op.execute("ALTER TYPE recoveryend ADD VALUE IF NOT EXISTS 'refused'")


def downgrade() -> None:
    op.execute("ALTER TABLE macaroons DROP COLUMN text_sha256")
    op.execute("DROP INDEX ix_ip_addresses_banned")
    op.execute("""
        ALTER TABLE trove_classifiers DROP COLUMN is_own, DROP COLUMN deprecated,
            DROP COLUMN deprecated_for
    """)
    op.execute("""
        ALTER TABLE admin_flags DROP COLUMN reason, DROP COLUMN ends, DROP COLUMN changed
    """)

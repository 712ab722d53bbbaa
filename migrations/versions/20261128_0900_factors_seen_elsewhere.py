"""Keep whether an identity provider saw several factors at the last sign-in."""

from alembic import op

revision = "202611280900"
down_revision = "202611280892"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE user_linked_identities
            ADD COLUMN had_two boolean DEFAULT false NOT NULL;
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE user_linked_identities DROP COLUMN had_two;")

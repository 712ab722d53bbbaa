"""Keep which members and teams want to be on the public page of an organization."""

from alembic import op

revision = "202611290040"
down_revision = "202611290032"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE organization_roles
            ADD COLUMN is_public boolean DEFAULT false NOT NULL;
        ALTER TABLE teams ADD COLUMN is_public boolean DEFAULT false NOT NULL;
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE organization_roles DROP COLUMN is_public;
        ALTER TABLE teams DROP COLUMN is_public;
    """)

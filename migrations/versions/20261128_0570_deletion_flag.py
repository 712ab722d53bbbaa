"""Let staff switch deletions by owners off."""

from alembic import op

revision = "202611280570"
down_revision = "202611280560"


def upgrade() -> None:
    op.execute("""
        INSERT INTO admin_flags (id, description, notify) VALUES (
            'disallow-deletion', 'Projects, releases and files cannot be deleted', false
        ) ON CONFLICT (id) DO NOTHING
    """)


def downgrade() -> None:
    op.execute("DELETE FROM admin_flags WHERE id = 'disallow-deletion'")

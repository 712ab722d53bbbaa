"""Find the newest projects, those without a date last, without sorting all of them."""

from alembic import op

revision = "202611222300"
down_revision = "202611222210"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("""
        DROP INDEX ix_projects_created;
        CREATE INDEX ix_projects_created ON projects (created DESC NULLS LAST);
    """)


def downgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("""
        DROP INDEX ix_projects_created;
        CREATE INDEX ix_projects_created ON projects (created);
    """)

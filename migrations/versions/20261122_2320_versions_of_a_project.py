"""Find a release by its project and its canonical version together.

Nobody looks for a version in all projects, and with a million of them either alone is
worse: so many have a 1.0, and some have a thousand versions.
"""

from alembic import op

revision = "202611222320"
down_revision = "202611222310"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("""
        CREATE INDEX ix_releases_project_id_canonical_version
            ON releases (project_id, canonical_version);
        DROP INDEX ix_releases_canonical_version;
    """)


def downgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("""
        CREATE INDEX ix_releases_canonical_version ON releases (canonical_version);
        DROP INDEX ix_releases_project_id_canonical_version;
    """)

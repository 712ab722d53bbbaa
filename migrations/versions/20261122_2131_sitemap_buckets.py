"""Find what belongs into one sitemap without looking at everything."""

from alembic import op

revision = "202611222131"
down_revision = "202611222130"


def upgrade() -> None:
    op.execute("""
        CREATE INDEX ix_projects_sitemap_bucket ON projects (sitemap_bucket);
        CREATE INDEX ix_users_sitemap_bucket ON users (sitemap_bucket);
    """)


def downgrade() -> None:
    op.execute("""
        DROP INDEX ix_users_sitemap_bucket;
        DROP INDEX ix_projects_sitemap_bucket;
    """)

"""Let publishers on GitHub name the reusable workflow that they call."""

from alembic import op

revision = "202611280766"
down_revision = "202611280764"

TABLES = (
    ("github_oidc_publishers", "uq_github_publisher"),
    ("pending_github_oidc_publishers", "uq_pending_github_publisher"),
)
BEFORE = (
    "repository_name, repository_owner, repository_owner_id, workflow_filename, environment"
)


def upgrade() -> None:
    for table, constraint in TABLES:
        op.execute(f"""
            ALTER TABLE {table}
                ADD COLUMN reusable_workflow text DEFAULT '' NOT NULL,
                DROP CONSTRAINT {constraint},
                ADD CONSTRAINT {constraint} UNIQUE ({BEFORE}, reusable_workflow);
        """)


def downgrade() -> None:
    for table, constraint in TABLES:
        parent = table.replace("github_oidc", "oidc")
        op.execute(f"""
            DELETE FROM {parent} WHERE id IN (
                SELECT id FROM {table} WHERE reusable_workflow <> ''
            );
            ALTER TABLE {table}
                DROP CONSTRAINT {constraint},
                DROP COLUMN reusable_workflow,
                ADD CONSTRAINT {constraint} UNIQUE ({BEFORE});
        """)

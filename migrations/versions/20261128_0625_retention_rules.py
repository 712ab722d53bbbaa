"""Have old pre-releases deleted by a rule of their owners."""

from alembic import op

revision = "202611280625"
down_revision = "202611280620"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE retention_rules (
            project_id uuid NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            keep_prereleases integer,
            keep_dev_days integer,
            last_run timestamp without time zone,
            last_deleted integer DEFAULT 0 NOT NULL,
            CONSTRAINT pk_retention_rules PRIMARY KEY (project_id),
            CONSTRAINT ck_retention_rules_keeps CHECK (
                coalesce(keep_prereleases, 1) > 0 AND coalesce(keep_dev_days, 1) > 0
            ),
            CONSTRAINT fk_retention_rules_project_id_projects
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        );
    """)


def downgrade() -> None:
    op.execute("DROP TABLE retention_rules")

"""Keep which projects are popular, and which are becoming so."""

from alembic import op

revision = "202611290022"
down_revision = "202611290020"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE popular_projects (
            kind text NOT NULL,
            place integer NOT NULL,
            project_id uuid NOT NULL,
            measure text NOT NULL,
            count bigint NOT NULL,
            CONSTRAINT pk_popular_projects PRIMARY KEY (kind, place),
            CONSTRAINT fk_popular_projects_project_id_projects FOREIGN KEY (project_id)
                REFERENCES projects (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_popular_projects_project_id ON popular_projects (project_id);
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE popular_projects")

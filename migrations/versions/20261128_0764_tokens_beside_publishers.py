"""Keep in which projects with publishers a token's use was told."""

from alembic import op

revision = "202611280764"
down_revision = "202611280762"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE macaroon_projects_told (
            macaroon_id uuid NOT NULL,
            project_id uuid NOT NULL,
            CONSTRAINT pk_macaroon_projects_told PRIMARY KEY (macaroon_id, project_id),
            CONSTRAINT fk_macaroon_projects_told_macaroon_id_macaroons
                FOREIGN KEY (macaroon_id) REFERENCES macaroons (id) ON DELETE CASCADE,
            CONSTRAINT fk_macaroon_projects_told_project_id_projects
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_macaroon_projects_told_project_id
            ON macaroon_projects_told (project_id);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE macaroon_projects_told;")

"""Keep what stands out in files, and digests of modules that projects share."""

from alembic import op

revision = "202611280510"
down_revision = "202611280500"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE file_inspections (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            file_id uuid NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            assessment jsonb NOT NULL,
            CONSTRAINT pk_file_inspections PRIMARY KEY (id),
            CONSTRAINT uq_file_inspections_file_id UNIQUE (file_id),
            CONSTRAINT fk_file_inspections_file_id_release_files
                FOREIGN KEY (file_id) REFERENCES release_files (id) ON DELETE CASCADE
        );
        CREATE TABLE project_digests (
            project_id uuid NOT NULL,
            digest bytea NOT NULL,
            CONSTRAINT pk_project_digests PRIMARY KEY (project_id, digest),
            CONSTRAINT fk_project_digests_project_id_projects
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_project_digests_digest ON project_digests (digest);
        CREATE INDEX ix_name_matches_resembles ON name_matches (resembles);
    """)


def downgrade() -> None:
    op.execute("""
        DROP INDEX ix_name_matches_resembles;
        DROP TABLE project_digests, file_inspections;
    """)

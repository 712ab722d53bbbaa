"""Keep the provenance of files."""

from alembic import op

revision = "202611280740"
down_revision = "202611280700"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE provenance (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            file_id uuid NOT NULL,
            provenance jsonb NOT NULL,
            facts jsonb DEFAULT '{}' NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            verified_at timestamp without time zone,
            trust_root text,
            problem text,
            CONSTRAINT pk_provenance PRIMARY KEY (id),
            CONSTRAINT uq_provenance_file_id UNIQUE (file_id),
            CONSTRAINT fk_provenance_file_id_release_files
                FOREIGN KEY (file_id) REFERENCES release_files (id) ON DELETE CASCADE
        );
    """)


def downgrade() -> None:
    op.execute("DROP TABLE provenance;")

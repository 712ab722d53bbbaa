"""Keep named views of the index, and since when a release is known to be vulnerable."""

from alembic import op

revision = "202611290210"
down_revision = "202611290060"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE index_views (
            id uuid DEFAULT gen_random_uuid() CONSTRAINT pk_index_views PRIMARY KEY,
            name text COLLATE "C" NOT NULL CONSTRAINT uq_index_views_name UNIQUE,
            version integer NOT NULL CONSTRAINT ck_index_views_version CHECK (version > 0)
        );
        CREATE TABLE index_view_versions (
            id uuid DEFAULT gen_random_uuid() CONSTRAINT pk_index_view_versions PRIMARY KEY,
            view_id uuid NOT NULL CONSTRAINT fk_index_view_versions_view_id_index_views
                REFERENCES index_views ON DELETE CASCADE,
            number integer NOT NULL,
            document text NOT NULL,
            created timestamp DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            created_by text NOT NULL,
            reason text NOT NULL,
            CONSTRAINT uq_index_view_versions_view_id_number UNIQUE (view_id, number)
        );
        ALTER TABLE release_vulnerabilities ADD COLUMN noted timestamp;
        ALTER TABLE release_vulnerabilities
            ALTER COLUMN noted SET DEFAULT (now() AT TIME ZONE 'utc');
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE release_vulnerabilities DROP COLUMN noted;
        DROP TABLE index_view_versions;
        DROP TABLE index_views;
    """)

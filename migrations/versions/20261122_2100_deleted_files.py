"""Remember when a file was deleted, so that its bytes are kept for a while."""

from alembic import op

revision = "202611222100"
down_revision = "202611222006"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE deleted_files (
            path text CONSTRAINT pk_deleted_files PRIMARY KEY,
            deleted timestamp without time zone NOT NULL
                DEFAULT (now() AT TIME ZONE 'utc')
        );

        CREATE FUNCTION remember_deleted_file() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO deleted_files (path) VALUES (OLD.path)
                ON CONFLICT (path) DO UPDATE SET deleted = excluded.deleted;
            RETURN NULL;
        END $$;
        CREATE TRIGGER release_files_deleted
            AFTER DELETE ON release_files
            FOR EACH ROW EXECUTE FUNCTION remember_deleted_file();
    """)


def downgrade() -> None:
    op.execute("""
        DROP TRIGGER release_files_deleted ON release_files;
        DROP FUNCTION remember_deleted_file();
        DROP TABLE deleted_files;
    """)

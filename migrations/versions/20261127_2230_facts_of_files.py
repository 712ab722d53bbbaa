"""Keep for each file what its own metadata says, not what the release's does.

`metadata_read` says that `requires_python` was taken from the file. While it is false, as
in every row there is now and in those that the code before this revision still writes,
the triggers go on copying the release's; a task reads the metadata that was stored.
"""

from alembic import op

revision = "202611272230"
down_revision = "202611262340"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("""
        ALTER TABLE release_files ADD COLUMN metadata_read boolean DEFAULT false NOT NULL;
        CREATE INDEX ix_release_files_metadata_unread ON release_files (upload_time)
            WHERE metadata_file_sha256_digest IS NOT NULL AND NOT metadata_read;
    """)
    op.execute(TO_FILES.format(condition="release_id = NEW.id AND NOT metadata_read"))
    op.execute(FROM_RELEASE.format(condition="NOT NEW.metadata_read"))


def downgrade() -> None:
    op.execute(TO_FILES.format(condition="release_id = NEW.id"))
    op.execute(FROM_RELEASE.format(condition="true"))
    op.execute("ALTER TABLE release_files DROP COLUMN metadata_read")


TO_FILES = """
CREATE OR REPLACE FUNCTION copy_requires_python_to_files() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE release_files SET requires_python = NEW.requires_python
    WHERE {condition};
    RETURN NULL;
END $$
"""

FROM_RELEASE = """
CREATE OR REPLACE FUNCTION copy_requires_python_from_release() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        NEW.requires_python = (
            SELECT requires_python FROM releases WHERE id = NEW.release_id
        );
    END IF;
    RETURN NEW;
END $$
"""

"""Keep what wheels bring along, and which form documents have.

`contents` is null until somebody has looked into the file; a task does for those that are
here already. Documents are written anew, because their form is not today's.
"""

from alembic import op

revision = "202611290020"
down_revision = "202611280910"


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(
        """
        ALTER TABLE release_files ADD COLUMN contents jsonb;
        CREATE INDEX ix_release_files_contents_unread ON release_files (upload_time)
            WHERE contents IS NULL AND packagetype = 'bdist_wheel'
                AND sha256_digest IS NOT NULL;
        ALTER TABLE search_documents ADD COLUMN form integer DEFAULT 0 NOT NULL;
        CREATE INDEX ix_search_facets_called ON search_facets (kind, lower(value));
        """
    )


def downgrade() -> None:
    op.execute(
        """
        DROP INDEX ix_search_facets_called;
        ALTER TABLE search_documents DROP COLUMN form;
        ALTER TABLE release_files DROP COLUMN contents;
        """
    )

"""Keep checks of the storage, and when mailings were last written to."""

from alembic import op

revision = "202611280530"
down_revision = "202611280520"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE mailings ADD COLUMN touched timestamp without time zone
            DEFAULT (now() AT TIME ZONE 'utc') NOT NULL;
        CREATE TYPE storagecheckstate AS ENUM ('running', 'stopped', 'finished');
        CREATE TYPE storagefindingkind AS ENUM ('missing', 'damaged', 'unnamed');
        CREATE TABLE storage_checks (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            touched timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            finished timestamp without time zone,
            started_by text,
            reads_bytes boolean NOT NULL,
            state storagecheckstate DEFAULT 'running' NOT NULL,
            position text DEFAULT '' NOT NULL,
            files bigint DEFAULT 0 NOT NULL,
            blobs bigint DEFAULT 0 NOT NULL,
            CONSTRAINT pk_storage_checks PRIMARY KEY (id)
        );
        CREATE UNIQUE INDEX uq_storage_checks_running ON storage_checks ((true))
            WHERE state = 'running';
        CREATE INDEX ix_storage_checks_created ON storage_checks (created, id);
        CREATE TABLE storage_findings (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            check_id uuid NOT NULL,
            kind storagefindingkind NOT NULL,
            path text NOT NULL,
            detail text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_storage_findings PRIMARY KEY (id),
            CONSTRAINT uq_storage_findings_check_id_path UNIQUE (check_id, path),
            CONSTRAINT fk_storage_findings_check_id_storage_checks
                FOREIGN KEY (check_id) REFERENCES storage_checks (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_storage_findings_created ON storage_findings (created, id);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE storage_findings, storage_checks;
        DROP TYPE storagefindingkind, storagecheckstate;
        ALTER TABLE mailings DROP COLUMN touched;
    """)

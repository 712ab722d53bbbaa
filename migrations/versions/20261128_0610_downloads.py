"""Count downloads by day, and by month when the days are old."""

from alembic import op

revision = "202611280610"
down_revision = "202611280580"


def upgrade() -> None:
    op.execute("""
        CREATE TYPE downloadfacet AS ENUM
            ('audience', 'version', 'file', 'python', 'installer', 'system');
        CREATE TABLE download_days (
            project_id uuid NOT NULL,
            facet downloadfacet NOT NULL,
            day date NOT NULL,
            value text NOT NULL,
            count bigint NOT NULL,
            CONSTRAINT pk_download_days PRIMARY KEY (project_id, facet, day, value)
        );
        CREATE INDEX ix_download_days_day ON download_days (day);
        CREATE TABLE download_months (
            project_id uuid NOT NULL,
            facet downloadfacet NOT NULL,
            month date NOT NULL,
            value text NOT NULL,
            count bigint NOT NULL,
            CONSTRAINT pk_download_months PRIMARY KEY (project_id, facet, month, value)
        );
        CREATE TABLE download_batches (
            id text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_download_batches PRIMARY KEY (id)
        );
        CREATE INDEX ix_download_batches_created ON download_batches (created);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE download_batches;
        DROP TABLE download_months;
        DROP TABLE download_days;
        DROP TYPE downloadfacet;
    """)

"""Keep what advisories say of names, whether a project here has them or not."""

from alembic import op

revision = "202611291100"
down_revision = "202611290310"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE affected_names (
            id uuid DEFAULT gen_random_uuid() CONSTRAINT pk_affected_names PRIMARY KEY,
            normalized_name text COLLATE "C" NOT NULL,
            vulnerability_source text NOT NULL,
            vulnerability_id text NOT NULL,
            versions text[] NOT NULL,
            ranges jsonb NOT NULL,
            noted timestamp DEFAULT (now() AT TIME ZONE 'utc'),
            ended timestamp,
            CONSTRAINT fk_affected_names_vulnerability
                FOREIGN KEY (vulnerability_source, vulnerability_id)
                REFERENCES vulnerabilities (source, id) ON DELETE CASCADE
        );
        INSERT INTO affected_names (
            normalized_name, vulnerability_source, vulnerability_id, versions, ranges, noted
        )
        SELECT
            projects.normalized_name, vulnerability_source, vulnerability_id,
            array_agg(DISTINCT releases.canonical_version), '[]',
            CASE WHEN bool_and(noted IS NOT NULL) THEN min(noted) END
        FROM release_vulnerabilities
        JOIN releases ON releases.id = release_id
        JOIN projects ON projects.id = releases.project_id
        GROUP BY projects.normalized_name, vulnerability_source, vulnerability_id;
        CREATE INDEX ix_affected_names_normalized_name ON affected_names (normalized_name);
        CREATE INDEX ix_affected_names_vulnerability
            ON affected_names (vulnerability_source, vulnerability_id);
        CREATE UNIQUE INDEX uq_affected_names_now
            ON affected_names (vulnerability_source, vulnerability_id, normalized_name)
            WHERE ended IS NULL;
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE affected_names;
        DELETE FROM vulnerabilities WHERE NOT EXISTS (
            SELECT FROM release_vulnerabilities
            WHERE vulnerability_source = vulnerabilities.source
            AND vulnerability_id = vulnerabilities.id
        );
    """)

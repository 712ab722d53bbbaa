"""Known vulnerabilities, and the releases that have them."""

from alembic import op

revision = "202611222130"
down_revision = "202611222100"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE vulnerabilities (
            source text NOT NULL,
            id text NOT NULL,
            link text,
            aliases text[],
            details text,
            summary text,
            fixed_in text[],
            withdrawn timestamp without time zone,
            CONSTRAINT pk_vulnerabilities PRIMARY KEY (source, id)
        );

        CREATE TABLE release_vulnerabilities (
            release_id uuid NOT NULL
                CONSTRAINT fk_release_vulnerabilities_release_id
                REFERENCES releases (id) ON DELETE CASCADE,
            vulnerability_source text NOT NULL,
            vulnerability_id text NOT NULL,
            CONSTRAINT pk_release_vulnerabilities
                PRIMARY KEY (release_id, vulnerability_source, vulnerability_id),
            CONSTRAINT fk_release_vulnerabilities_vulnerability
                FOREIGN KEY (vulnerability_source, vulnerability_id)
                REFERENCES vulnerabilities (source, id) ON DELETE CASCADE
        );
        CREATE INDEX ix_release_vulnerabilities_vulnerability
            ON release_vulnerabilities (vulnerability_source, vulnerability_id);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE release_vulnerabilities;
        DROP TABLE vulnerabilities;
    """)

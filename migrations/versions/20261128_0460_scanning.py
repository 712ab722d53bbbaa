"""Keep YARA rules, and which files they match."""

from alembic import op

revision = "202611280460"
down_revision = "202611280450"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE yara_rules (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            name text NOT NULL,
            source text NOT NULL,
            is_enabled boolean DEFAULT true NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            changed timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_yara_rules PRIMARY KEY (id),
            CONSTRAINT uq_yara_rules_name UNIQUE (name)
        );
        CREATE TABLE file_matches (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            file_id uuid NOT NULL,
            rule text NOT NULL,
            member text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            dismissed timestamp without time zone,
            dismissed_by text,
            CONSTRAINT pk_file_matches PRIMARY KEY (id),
            CONSTRAINT uq_file_matches_file_id_rule_member UNIQUE (file_id, rule, member),
            CONSTRAINT fk_file_matches_file_id_release_files
                FOREIGN KEY (file_id) REFERENCES release_files (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_file_matches_created ON file_matches (created, id);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE file_matches, yara_rules")

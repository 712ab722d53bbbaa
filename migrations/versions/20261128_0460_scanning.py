"""Keep YARA rules, which files they match, and names that resemble others."""

from alembic import op

revision = "202611280460"
down_revision = "202611280450"


def upgrade() -> None:
    _keep_rules()
    _keep_names()


def _keep_rules() -> None:
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


def _keep_names() -> None:
    op.execute("""
        CREATE TABLE name_matches (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            project_id uuid NOT NULL,
            resembles text NOT NULL,
            reason text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            dismissed timestamp without time zone,
            dismissed_by text,
            CONSTRAINT pk_name_matches PRIMARY KEY (id),
            CONSTRAINT uq_name_matches_project_id_resembles
                UNIQUE (project_id, resembles),
            CONSTRAINT fk_name_matches_project_id_projects
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_name_matches_created ON name_matches (created, id);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE name_matches, file_matches, yara_rules")

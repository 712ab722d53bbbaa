"""Let workflows publish without a password."""

from alembic import op

revision = "202611280700"
down_revision = "202611280660"

KINDS = {
    "github": (
        """
            repository_name text NOT NULL,
            repository_owner text NOT NULL,
            repository_owner_id text NOT NULL,
            workflow_filename text NOT NULL,
            environment text DEFAULT '' NOT NULL,
        """,
        "repository_name, repository_owner, repository_owner_id, workflow_filename, "
        "environment",
    ),
    "gitlab": (
        """
            namespace text NOT NULL,
            project text NOT NULL,
            workflow_filepath text NOT NULL,
            environment text DEFAULT '' NOT NULL,
            issuer_url text DEFAULT 'https://gitlab.com' NOT NULL,
        """,
        "namespace, project, workflow_filepath, environment, issuer_url",
    ),
    "google": (
        """
            email text NOT NULL,
            sub text DEFAULT '' NOT NULL,
        """,
        "email, sub",
    ),
    "activestate": (
        """
            organization text NOT NULL,
            activestate_project_name text NOT NULL,
            actor text NOT NULL,
            actor_id text NOT NULL,
        """,
        "organization, activestate_project_name, actor_id",
    ),
    "generic": (
        """
            issuer_url text NOT NULL,
            kind text DEFAULT '' NOT NULL,
            subject text NOT NULL,
            claims jsonb DEFAULT '{}' NOT NULL,
        """,
        "issuer_url, subject, claims",
    ),
}
FLAGS = ("github", "gitlab", "google", "activestate")


def upgrade() -> None:
    _create_publishers()
    _create_pending()
    for kind, (columns, key) in KINDS.items():
        _create_kind("", kind, columns, key)
        _create_kind("pending_", kind, columns, key)
    _let_publishers_have_tokens()
    for kind in FLAGS:
        op.execute(f"""
            INSERT INTO admin_flags (id, description, notify) VALUES (
                'disallow-{kind}-oidc',
                'Trusted publishers of this provider cannot obtain tokens for now.',
                true
            ) ON CONFLICT DO NOTHING;
        """)


def downgrade() -> None:
    for kind in FLAGS:
        op.execute(f"DELETE FROM admin_flags WHERE id = 'disallow-{kind}-oidc';")
    op.execute("""
        DELETE FROM macaroons WHERE user_id IS NULL;
        ALTER TABLE macaroons
            DROP CONSTRAINT ck_macaroons_user_or_publisher,
            DROP COLUMN oidc_publisher_id,
            ALTER COLUMN user_id SET NOT NULL;
    """)
    for kind in reversed(KINDS):
        op.execute(f"DROP TABLE pending_{kind}_oidc_publishers, {kind}_oidc_publishers;")
    op.execute("""
        DROP TABLE pending_oidc_publishers, oidc_publisher_project_association,
            oidc_publishers, oidc_used_tokens;
    """)


def _create_publishers() -> None:
    op.execute("""
        CREATE TABLE oidc_publishers (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            discriminator text NOT NULL,
            CONSTRAINT pk_oidc_publishers PRIMARY KEY (id)
        );
        CREATE TABLE oidc_publisher_project_association (
            oidc_publisher_id uuid NOT NULL,
            project_id uuid NOT NULL,
            CONSTRAINT pk_oidc_publisher_project_association
                PRIMARY KEY (oidc_publisher_id, project_id),
            CONSTRAINT fk_oidc_publisher_project_association_oidc_publisher_id
                FOREIGN KEY (oidc_publisher_id) REFERENCES oidc_publishers (id)
                ON DELETE CASCADE,
            CONSTRAINT fk_oidc_publisher_project_association_project_id
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_oidc_publisher_project_association_project_id
            ON oidc_publisher_project_association (project_id);
        CREATE TABLE oidc_used_tokens (
            digest bytea NOT NULL,
            expires timestamp without time zone NOT NULL,
            CONSTRAINT pk_oidc_used_tokens PRIMARY KEY (digest)
        );
        CREATE INDEX ix_oidc_used_tokens_expires ON oidc_used_tokens (expires);
    """)


def _create_pending() -> None:
    op.execute("""
        CREATE TABLE pending_oidc_publishers (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            discriminator text NOT NULL,
            project_name text NOT NULL,
            added_by_id uuid NOT NULL,
            organization_id uuid,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            expiration_reminded boolean DEFAULT false NOT NULL,
            CONSTRAINT pk_pending_oidc_publishers PRIMARY KEY (id),
            CONSTRAINT ck_pending_oidc_publishers_valid_name CHECK (
                project_name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'
            ),
            CONSTRAINT fk_pending_oidc_publishers_added_by_id
                FOREIGN KEY (added_by_id) REFERENCES users (id) ON DELETE CASCADE,
            CONSTRAINT fk_pending_oidc_publishers_organization_id
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE
        );
        CREATE INDEX ix_pending_oidc_publishers_added_by_id
            ON pending_oidc_publishers (added_by_id);
        CREATE INDEX ix_pending_oidc_publishers_organization_id
            ON pending_oidc_publishers (organization_id);
        CREATE INDEX ix_pending_oidc_publishers_ultranormalized_name
            ON pending_oidc_publishers (ultranormalize_name(project_name));
    """)


def _create_kind(prefix: str, kind: str, columns: str, key: str) -> None:
    table = f"{prefix}{kind}_oidc_publishers"
    op.execute(f"""
        CREATE TABLE {table} (
            id uuid NOT NULL,
            {columns}
            CONSTRAINT pk_{table} PRIMARY KEY (id),
            CONSTRAINT uq_{prefix}{kind}_publisher UNIQUE ({key}),
            CONSTRAINT fk_{table}_id FOREIGN KEY (id)
                REFERENCES {prefix}oidc_publishers (id) ON DELETE CASCADE
        );
    """)


def _let_publishers_have_tokens() -> None:
    op.execute("""
        ALTER TABLE macaroons
            ALTER COLUMN user_id DROP NOT NULL,
            ADD COLUMN oidc_publisher_id uuid,
            ADD CONSTRAINT ck_macaroons_user_or_publisher
                CHECK ((user_id IS NULL) <> (oidc_publisher_id IS NULL)),
            ADD CONSTRAINT fk_macaroons_oidc_publisher_id
                FOREIGN KEY (oidc_publisher_id) REFERENCES oidc_publishers (id)
                ON DELETE CASCADE;
        CREATE INDEX ix_macaroons_oidc_publisher_id ON macaroons (oidc_publisher_id)
            WHERE oidc_publisher_id IS NOT NULL;
    """)

"""Keep which organization a prefix of names belongs to (PEP 752)."""

from alembic import op

revision = "202611280865"
down_revision = "202611280860"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE namespaces (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            name text NOT NULL,
            normalized_name text COLLATE "C" NOT NULL,
            organization_id uuid NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_namespaces PRIMARY KEY (id),
            CONSTRAINT uq_namespaces_normalized_name UNIQUE (normalized_name),
            CONSTRAINT fk_namespaces_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
        );
        CREATE INDEX ix_namespaces_organization_id ON namespaces (organization_id);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE namespaces;")

"""Keep which domains organizations have proved to be theirs."""

from alembic import op

revision = "202611280884"
down_revision = "202611280882"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE organization_domains (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            organization_id uuid NOT NULL,
            domain text NOT NULL,
            token text NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            verified timestamp without time zone,
            checked timestamp without time zone,
            failing_since timestamp without time zone,
            CONSTRAINT pk_organization_domains PRIMARY KEY (id),
            CONSTRAINT uq_organization_domains_organization_id_domain
                UNIQUE (organization_id, domain),
            CONSTRAINT fk_organization_domains_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE
        );
        CREATE UNIQUE INDEX uq_organization_domains_verified
            ON organization_domains (domain) WHERE verified IS NOT NULL;
        CREATE INDEX ix_organization_domains_checked
            ON organization_domains (checked) WHERE verified IS NOT NULL;
    """)


def downgrade() -> None:
    op.execute("DROP TABLE organization_domains;")

"""Keep identity providers of organizations, and who is a member by them."""

from alembic import op

revision = "202611280902"
down_revision = "202611280900"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE organization_providers (
            organization_id uuid NOT NULL,
            issuer text NOT NULL,
            client text NOT NULL,
            secret text NOT NULL,
            groups text,
            is_on boolean DEFAULT false NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_organization_providers PRIMARY KEY (organization_id),
            CONSTRAINT fk_organization_providers_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE
        );
        CREATE TABLE organization_identities (
            role_id uuid NOT NULL,
            organization_id uuid NOT NULL,
            subject text NOT NULL,
            label text NOT NULL,
            proved timestamp without time zone NOT NULL,
            CONSTRAINT pk_organization_identities PRIMARY KEY (role_id),
            CONSTRAINT uq_organization_identities_organization_id_subject
                UNIQUE (organization_id, subject),
            CONSTRAINT ck_organization_identities_subject_length
                CHECK (length(subject) BETWEEN 1 AND 255),
            CONSTRAINT fk_organization_identities_role_id_organization_roles
                FOREIGN KEY (role_id) REFERENCES organization_roles (id)
                ON DELETE CASCADE,
            CONSTRAINT fk_organization_identities_organization_id_organization_providers
                FOREIGN KEY (organization_id)
                REFERENCES organization_providers (organization_id) ON DELETE CASCADE
        );
        ALTER TABLE organizations ADD COLUMN sign_on_hours integer;
        ALTER TABLE organizations ADD CONSTRAINT ck_organizations_sign_on_hours
            CHECK (sign_on_hours > 0);
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE organizations DROP COLUMN sign_on_hours;
        DROP TABLE organization_identities;
        DROP TABLE organization_providers;
    """)

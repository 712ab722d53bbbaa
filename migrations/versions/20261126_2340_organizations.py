"""Organizations: who is in them, which projects they own, every name they ever had."""

from alembic import op

revision = "202611262340"
down_revision = "202611262300"


def upgrade() -> None:
    op.execute(ORGANIZATIONS)
    op.execute(BELONGING)
    op.execute(EVENTS)


def downgrade() -> None:
    op.execute("""
        DROP TABLE organization_events, organization_manual_activations,
            organization_name_catalog, organization_projects, organization_roles,
            organizations;
        DROP FUNCTION maintain_organization_name();
        DROP TYPE organizationroletype;
        DROP TYPE organizationtype;
    """)


ORGANIZATIONS = """
CREATE TYPE organizationtype AS ENUM ('Community', 'Company');
CREATE TABLE organizations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    normalized_name text NOT NULL,
    display_name text NOT NULL,
    orgtype organizationtype NOT NULL,
    link_url text NOT NULL,
    description text DEFAULT '' NOT NULL,
    is_active boolean DEFAULT false NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    upload_limit integer,
    total_size_limit bigint,
    CONSTRAINT pk_organizations PRIMARY KEY (id),
    CONSTRAINT uq_organizations_normalized_name UNIQUE (normalized_name),
    CONSTRAINT ck_organizations_name_length CHECK (length(name) <= 50),
    CONSTRAINT ck_organizations_valid_name
        CHECK (name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'),
    CONSTRAINT ck_organizations_valid_link_url CHECK (link_url ~* '^https?://')
);
CREATE FUNCTION maintain_organization_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.normalized_name = normalize_pep426_name(NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER organizations_name
    BEFORE INSERT OR UPDATE OF name, normalized_name ON organizations
    FOR EACH ROW EXECUTE FUNCTION maintain_organization_name();
"""

BELONGING = """
CREATE TYPE organizationroletype AS ENUM ('Owner', 'Billing Manager', 'Manager', 'Member');
CREATE TABLE organization_roles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    role_name organizationroletype NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT pk_organization_roles PRIMARY KEY (id),
    CONSTRAINT uq_organization_roles_user_id_organization_id
        UNIQUE (user_id, organization_id),
    CONSTRAINT fk_organization_roles_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_organization_roles_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE
);
CREATE INDEX ix_organization_roles_organization_id ON organization_roles (organization_id);

CREATE TABLE organization_projects (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    project_id uuid NOT NULL,
    CONSTRAINT pk_organization_projects PRIMARY KEY (id),
    CONSTRAINT uq_organization_projects_project_id UNIQUE (project_id),
    CONSTRAINT fk_organization_projects_organization_id FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT fk_organization_projects_project_id FOREIGN KEY (project_id)
        REFERENCES projects (id) ON DELETE CASCADE
);
CREATE INDEX ix_organization_projects_organization_id
    ON organization_projects (organization_id);

CREATE TABLE organization_name_catalog (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    normalized_name text NOT NULL,
    organization_id uuid,
    CONSTRAINT pk_organization_name_catalog PRIMARY KEY (id),
    CONSTRAINT uq_organization_name_catalog_normalized_name UNIQUE (normalized_name)
);
CREATE INDEX ix_organization_name_catalog_organization_id
    ON organization_name_catalog (organization_id);

CREATE TABLE organization_manual_activations (
    organization_id uuid NOT NULL,
    seat_limit integer NOT NULL,
    expires date NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    created_by_id uuid NOT NULL,
    CONSTRAINT pk_organization_manual_activations PRIMARY KEY (organization_id),
    CONSTRAINT fk_organization_manual_activations_organization_id
        FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT fk_organization_manual_activations_created_by_id
        FOREIGN KEY (created_by_id) REFERENCES users (id)
);
CREATE INDEX ix_organization_manual_activations_created_by_id
    ON organization_manual_activations (created_by_id);
"""

EVENTS = """
CREATE TABLE organization_events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source_id uuid NOT NULL,
    tag text NOT NULL,
    time timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    ip_address_id uuid,
    additional jsonb,
    CONSTRAINT pk_organization_events PRIMARY KEY (id),
    CONSTRAINT fk_organization_events_source_id FOREIGN KEY (source_id)
        REFERENCES organizations (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_organization_events_ip_address_id FOREIGN KEY (ip_address_id)
        REFERENCES ip_addresses (id) ON DELETE SET NULL
);
CREATE INDEX ix_organization_events_source_id_time
    ON organization_events (source_id, time DESC);
CREATE INDEX ix_organization_events_ip_address_id ON organization_events (ip_address_id);
"""

"""Keep invitations to organizations, and their teams."""

from alembic import op

revision = "202611280800"
down_revision = "202611280768"


def upgrade() -> None:
    op.execute(INVITATIONS)
    op.execute(TEAMS)
    op.execute(ROLES)
    op.execute(EVENTS)


def downgrade() -> None:
    op.execute("""
        DROP TABLE team_events, team_project_roles, team_roles, teams,
            organization_invitations;
        DROP FUNCTION normalize_team_name(text);
        DROP TYPE organizationinvitationstatus;
        DROP TYPE teamroletype;
        DROP TYPE teamprojectroletype;
    """)


INVITATIONS = """
CREATE TYPE organizationinvitationstatus AS ENUM ('pending', 'expired');
CREATE TABLE organization_invitations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    invite_status organizationinvitationstatus DEFAULT 'pending' NOT NULL,
    token text NOT NULL,
    role_name organizationroletype NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT pk_organization_invitations PRIMARY KEY (id),
    CONSTRAINT uq_organization_invitations_user_id_organization_id
        UNIQUE (user_id, organization_id),
    CONSTRAINT fk_organization_invitations_user_id_users FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_organization_invitations_organization_id_organizations
        FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);
CREATE INDEX ix_organization_invitations_organization_id
    ON organization_invitations (organization_id);
CREATE INDEX ix_organization_invitations_pending
    ON organization_invitations (created) WHERE invite_status = 'pending';
"""

TEAMS = r"""
CREATE FUNCTION normalize_team_name(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(regexp_replace($1, '(\s|/|\.|_|-)+', '-', 'g')) $$;
CREATE TABLE teams (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    normalized_name text GENERATED ALWAYS AS (normalize_team_name(name)) STORED NOT NULL,
    organization_id uuid NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    CONSTRAINT pk_teams PRIMARY KEY (id),
    CONSTRAINT uq_teams_organization_id_normalized_name
        UNIQUE (organization_id, normalized_name),
    CONSTRAINT fk_teams_organization_id_organizations FOREIGN KEY (organization_id)
        REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT ck_teams_name_length CHECK (length(name) <= 50),
    CONSTRAINT ck_teams_valid_name
        CHECK (name ~* '^([^\s/._-]|[^\s/._-].*[^\s/._-])$')
);
"""

ROLES = """
CREATE TYPE teamroletype AS ENUM ('Member');
CREATE TABLE team_roles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    role_name teamroletype DEFAULT 'Member' NOT NULL,
    user_id uuid NOT NULL,
    team_id uuid NOT NULL,
    CONSTRAINT pk_team_roles PRIMARY KEY (id),
    CONSTRAINT uq_team_roles_user_id_team_id UNIQUE (user_id, team_id),
    CONSTRAINT fk_team_roles_user_id_users FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_team_roles_team_id_teams FOREIGN KEY (team_id)
        REFERENCES teams (id) ON DELETE CASCADE
);
CREATE INDEX ix_team_roles_team_id ON team_roles (team_id);

CREATE TYPE teamprojectroletype AS ENUM ('Owner', 'Maintainer');
CREATE TABLE team_project_roles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    role_name teamprojectroletype NOT NULL,
    project_id uuid NOT NULL,
    team_id uuid NOT NULL,
    CONSTRAINT pk_team_project_roles PRIMARY KEY (id),
    CONSTRAINT uq_team_project_roles_project_id_team_id UNIQUE (project_id, team_id),
    CONSTRAINT fk_team_project_roles_project_id_projects FOREIGN KEY (project_id)
        REFERENCES projects (id) ON DELETE CASCADE,
    CONSTRAINT fk_team_project_roles_team_id_teams FOREIGN KEY (team_id)
        REFERENCES teams (id) ON DELETE CASCADE
);
CREATE INDEX ix_team_project_roles_team_id ON team_project_roles (team_id);
"""

EVENTS = """
CREATE TABLE team_events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source_id uuid NOT NULL,
    tag text NOT NULL,
    time timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    ip_address_id uuid,
    additional jsonb,
    CONSTRAINT pk_team_events PRIMARY KEY (id),
    CONSTRAINT fk_team_events_source_id_teams FOREIGN KEY (source_id)
        REFERENCES teams (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_team_events_ip_address_id_ip_addresses FOREIGN KEY (ip_address_id)
        REFERENCES ip_addresses (id) ON DELETE SET NULL
);
CREATE INDEX ix_team_events_source_id_time ON team_events (source_id, time DESC);
CREATE INDEX ix_team_events_ip_address_id ON team_events (ip_address_id);
CREATE INDEX ix_team_events_tag_time ON team_events (tag, "time", id);
CREATE INDEX ix_team_events_time ON team_events ("time", id);
"""

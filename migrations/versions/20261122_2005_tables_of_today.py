"""Tables that no legacy database has: prohibited names, tokens, events, flags, counts."""

from alembic import op

revision = "202611222005"
down_revision = "202611222004"


def upgrade() -> None:
    for statement in (PROHIBITED, MACAROONS, EVENTS, UPKEEP):
        op.execute(statement)


def downgrade() -> None:
    op.execute("""
        DROP TABLE row_counts, admin_flags, project_events, user_events, ip_addresses,
            macaroons, prohibited_project_names, prohibited_user_names;
        DROP FUNCTION maintain_prohibited_project_name();
        DROP FUNCTION maintain_prohibited_user_name();
        DROP TYPE banreason;
    """)


PROHIBITED = """
CREATE TABLE prohibited_user_names (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    comment text DEFAULT '' NOT NULL,
    prohibited_by uuid,
    CONSTRAINT pk_prohibited_user_names PRIMARY KEY (id),
    CONSTRAINT uq_prohibited_user_names_name UNIQUE (name),
    CONSTRAINT ck_prohibited_user_names_name_length CHECK (length(name) <= 50),
    CONSTRAINT ck_prohibited_user_names_valid_name
        CHECK (name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'),
    CONSTRAINT fk_prohibited_user_names_prohibited_by FOREIGN KEY (prohibited_by)
        REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX ix_prohibited_user_names_prohibited_by
    ON prohibited_user_names (prohibited_by);
CREATE FUNCTION maintain_prohibited_user_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name = lower(NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER prohibited_user_names_name
    BEFORE INSERT OR UPDATE OF name ON prohibited_user_names
    FOR EACH ROW EXECUTE FUNCTION maintain_prohibited_user_name();

CREATE TABLE prohibited_project_names (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    comment text DEFAULT '' NOT NULL,
    observation_kind text,
    prohibited_by uuid,
    CONSTRAINT pk_prohibited_project_names PRIMARY KEY (id),
    CONSTRAINT uq_prohibited_project_names_name UNIQUE (name),
    CONSTRAINT ck_prohibited_project_names_valid_name
        CHECK (name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'),
    CONSTRAINT fk_prohibited_project_names_prohibited_by FOREIGN KEY (prohibited_by)
        REFERENCES users (id) ON DELETE SET NULL
);
CREATE INDEX ix_prohibited_project_names_prohibited_by
    ON prohibited_project_names (prohibited_by);
CREATE FUNCTION maintain_prohibited_project_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name = normalize_pep426_name(NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER prohibited_project_names_name
    BEFORE INSERT OR UPDATE OF name ON prohibited_project_names
    FOR EACH ROW EXECUTE FUNCTION maintain_prohibited_project_name();
"""

MACAROONS = """
CREATE TABLE macaroons (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    description text NOT NULL,
    created timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    last_used timestamp without time zone,
    permissions_caveat jsonb DEFAULT '{}' NOT NULL,
    caveats jsonb DEFAULT '[]' NOT NULL,
    additional jsonb,
    key bytea NOT NULL,
    CONSTRAINT pk_macaroons PRIMARY KEY (id),
    CONSTRAINT uq_macaroons_description_user_id UNIQUE (description, user_id),
    CONSTRAINT fk_macaroons_user_id FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_macaroons_user_id ON macaroons (user_id);
"""

EVENTS = """
CREATE TYPE banreason AS ENUM ('authentication-attempts', 'administrative');
CREATE TABLE ip_addresses (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ip_address inet NOT NULL,
    is_banned boolean DEFAULT false NOT NULL,
    ban_reason banreason,
    ban_date timestamp without time zone,
    CONSTRAINT pk_ip_addresses PRIMARY KEY (id),
    CONSTRAINT uq_ip_addresses_ip_address UNIQUE (ip_address),
    CONSTRAINT ck_ip_addresses_bans_are_explained
        CHECK (is_banned = (ban_reason IS NOT NULL) AND is_banned = (ban_date IS NOT NULL))
);

CREATE TABLE user_events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source_id uuid NOT NULL,
    tag text NOT NULL,
    time timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    ip_address_id uuid,
    additional jsonb,
    CONSTRAINT pk_user_events PRIMARY KEY (id),
    CONSTRAINT fk_user_events_source_id FOREIGN KEY (source_id)
        REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_user_events_ip_address_id FOREIGN KEY (ip_address_id)
        REFERENCES ip_addresses (id) ON DELETE SET NULL
);
CREATE INDEX ix_user_events_source_id_time ON user_events (source_id, time DESC);
CREATE INDEX ix_user_events_ip_address_id ON user_events (ip_address_id);

CREATE TABLE project_events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source_id uuid NOT NULL,
    tag text NOT NULL,
    time timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
    ip_address_id uuid,
    additional jsonb,
    CONSTRAINT pk_project_events PRIMARY KEY (id),
    CONSTRAINT fk_project_events_source_id FOREIGN KEY (source_id)
        REFERENCES projects (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_project_events_ip_address_id FOREIGN KEY (ip_address_id)
        REFERENCES ip_addresses (id) ON DELETE SET NULL
);
CREATE INDEX ix_project_events_source_id_time ON project_events (source_id, time DESC);
CREATE INDEX ix_project_events_ip_address_id ON project_events (ip_address_id);
"""

UPKEEP = """
CREATE TABLE admin_flags (
    id text NOT NULL,
    description text NOT NULL,
    enabled boolean DEFAULT false NOT NULL,
    notify boolean DEFAULT false NOT NULL,
    CONSTRAINT pk_admin_flags PRIMARY KEY (id)
);

CREATE TABLE row_counts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    table_name text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT pk_row_counts PRIMARY KEY (id),
    CONSTRAINT uq_row_counts_table_name UNIQUE (table_name)
);
"""

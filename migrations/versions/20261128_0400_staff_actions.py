"""Keep what staff do where nobody can change it, and index what their lists sort by."""

from alembic import op

revision = "202611280400"
down_revision = "202611280340"


def upgrade() -> None:
    _keep_actions()
    _keep_approvals()
    _index_what_is_sorted_by()


def _keep_actions() -> None:
    op.execute("""
        CREATE TABLE staff_actions (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            action text NOT NULL,
            actor_id uuid,
            actor_name text NOT NULL,
            subject_kind text NOT NULL,
            subject_id text NOT NULL,
            subject_name text NOT NULL,
            reason text NOT NULL,
            ip_address inet,
            client text,
            before jsonb NOT NULL,
            after jsonb NOT NULL,
            batch_id uuid,
            CONSTRAINT pk_staff_actions PRIMARY KEY (id)
        );
        CREATE INDEX ix_staff_actions_created ON staff_actions (created DESC);
        CREATE INDEX ix_staff_actions_subject ON staff_actions (subject_kind, subject_id);
        CREATE INDEX ix_staff_actions_actor_id ON staff_actions (actor_id);
    """)
    op.execute("""
        CREATE FUNCTION refuse_to_change_staff_actions() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'what staff did is never changed';
        END
        $$;
        CREATE TRIGGER staff_actions_are_never_changed
            BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_actions
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_staff_actions();
    """)


def _keep_approvals() -> None:
    op.execute("""
        CREATE TYPE approvalstatus AS ENUM ('waiting', 'approved', 'declined');
        CREATE TABLE staff_approvals (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            action text NOT NULL,
            place jsonb NOT NULL,
            form jsonb NOT NULL,
            subject_name text NOT NULL,
            reason text NOT NULL,
            asked_by_id uuid NOT NULL,
            asked_by text NOT NULL,
            status approvalstatus DEFAULT 'waiting' NOT NULL,
            decided_by text,
            decided timestamp without time zone,
            CONSTRAINT pk_staff_approvals PRIMARY KEY (id)
        );
        CREATE INDEX ix_staff_approvals_created ON staff_approvals (created, id);
    """)


def _index_what_is_sorted_by() -> None:
    op.execute("""
        CREATE INDEX ix_users_joined
            ON users (coalesce(date_joined, '1970-01-01'::timestamp), id);
        CREATE INDEX ix_projects_created_known
            ON projects (coalesce(created, '1970-01-01'::timestamp), id);
        CREATE INDEX ix_projects_total_size ON projects (total_size, id);
        CREATE INDEX ix_projects_last_serial ON projects (last_serial, id);
        CREATE INDEX ix_release_files_upload_time ON release_files (upload_time, id);
        CREATE INDEX ix_macaroons_created ON macaroons (created, id);
        CREATE INDEX ix_ip_addresses_host ON ip_addresses (host(ip_address), id);
        CREATE INDEX ix_user_events_tag_time ON user_events (tag, "time", id);
        CREATE INDEX ix_project_events_tag_time ON project_events (tag, "time", id);
        CREATE INDEX ix_organization_events_tag_time
            ON organization_events (tag, "time", id);
        CREATE INDEX ix_user_events_time ON user_events ("time", id);
        CREATE INDEX ix_project_events_time ON project_events ("time", id);
        CREATE INDEX ix_organization_events_time ON organization_events ("time", id);
    """)


def downgrade() -> None:
    op.execute("""
        DROP INDEX ix_organization_events_tag_time, ix_project_events_tag_time,
            ix_user_events_tag_time, ix_ip_addresses_host, ix_macaroons_created,
            ix_release_files_upload_time, ix_organization_events_time, ix_project_events_time, ix_user_events_time,
            ix_projects_last_serial, ix_projects_total_size, ix_projects_created_known,
            ix_users_joined;
        DROP TABLE staff_approvals;
        DROP TYPE approvalstatus;
        DROP TABLE staff_actions;
        DROP FUNCTION refuse_to_change_staff_actions();
    """)

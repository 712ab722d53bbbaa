"""Invite people to work on a project."""

from alembic import op

revision = "202611280560"
down_revision = "202611280550"


def upgrade() -> None:
    op.execute("""
        CREATE TYPE roleinvitationstatus AS ENUM ('pending', 'expired');
        CREATE TABLE role_invitations (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            invite_status roleinvitationstatus DEFAULT 'pending' NOT NULL,
            token text NOT NULL,
            role_name text NOT NULL,
            user_id uuid NOT NULL,
            project_id uuid NOT NULL,
            CONSTRAINT pk_role_invitations PRIMARY KEY (id),
            CONSTRAINT ck_role_invitations_role_name
                CHECK (role_name IN ('Owner', 'Maintainer')),
            CONSTRAINT uq_role_invitations_user_id_project_id
                UNIQUE (user_id, project_id),
            CONSTRAINT fk_role_invitations_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
            CONSTRAINT fk_role_invitations_project_id_projects
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_role_invitations_project_id ON role_invitations (project_id);
        CREATE INDEX ix_role_invitations_pending ON role_invitations (created)
            WHERE invite_status = 'pending';
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE role_invitations;
        DROP TYPE roleinvitationstatus;
    """)

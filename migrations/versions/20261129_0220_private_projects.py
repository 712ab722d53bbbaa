"""Private projects: which they are, who may read them, and what mirrors are not told.

Every project that there is stays public.
"""

from alembic import op

revision = "202611290220"
down_revision = "202611290210"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE projects ADD COLUMN is_private boolean DEFAULT false NOT NULL;
        ALTER TABLE journals ADD COLUMN is_private boolean DEFAULT false NOT NULL;
        ALTER TABLE staff_actions ADD COLUMN is_private boolean DEFAULT false NOT NULL;
        ALTER TABLE organizations
            ADD COLUMN new_projects_are_private boolean DEFAULT false NOT NULL;
        CREATE INDEX ix_projects_private ON projects (id) WHERE is_private;
        CREATE TABLE project_readers (
            project_id uuid NOT NULL,
            user_id uuid,
            team_id uuid,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            CONSTRAINT pk_project_readers PRIMARY KEY (id),
            CONSTRAINT uq_project_readers_project_id_user_id
                UNIQUE (project_id, user_id),
            CONSTRAINT uq_project_readers_project_id_team_id
                UNIQUE (project_id, team_id),
            CONSTRAINT ck_project_readers_one_reader
                CHECK (num_nonnulls(user_id, team_id) = 1),
            CONSTRAINT fk_project_readers_project_id_projects
                FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
            CONSTRAINT fk_project_readers_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
            CONSTRAINT fk_project_readers_team_id_teams
                FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_project_readers_user_id ON project_readers (user_id)
            WHERE user_id IS NOT NULL;
        CREATE INDEX ix_project_readers_team_id ON project_readers (team_id)
            WHERE team_id IS NOT NULL;
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE project_readers;
        DROP INDEX ix_projects_private;
        ALTER TABLE organizations DROP COLUMN new_projects_are_private;
        ALTER TABLE staff_actions DROP COLUMN is_private;
        ALTER TABLE journals DROP COLUMN is_private;
        ALTER TABLE projects DROP COLUMN is_private;
    """)

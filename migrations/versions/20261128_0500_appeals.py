"""Keep what staff tell the owners of projects, what is published of it, and appeals."""

from alembic import op

revision = "202611280500"
down_revision = "202611280460"


def upgrade() -> None:
    _tell_owners()
    _keep_appeals()


def _tell_owners() -> None:
    op.execute("""
        ALTER TABLE staff_actions
            ADD COLUMN begun timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            ADD COLUMN project_id uuid,
            ADD COLUMN owner_ids uuid[] DEFAULT '{}' NOT NULL,
            ADD COLUMN notice text DEFAULT '' NOT NULL,
            ADD COLUMN cause text DEFAULT '' NOT NULL,
            ADD COLUMN can_be_appealed boolean DEFAULT false NOT NULL,
            ADD COLUMN log_entry text;
        CREATE INDEX ix_staff_actions_project_id_created
            ON staff_actions (project_id, created DESC);
        CREATE INDEX ix_staff_actions_owner_ids ON staff_actions USING gin (owner_ids);
        CREATE INDEX ix_staff_actions_published
            ON staff_actions (created DESC, id DESC) WHERE log_entry IS NOT NULL;
    """)


def _keep_appeals() -> None:
    op.execute("""
        CREATE TYPE appealstatus AS ENUM ('open', 'answered', 'accepted', 'declined');
        CREATE TABLE appeals (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            changed timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            action_id uuid NOT NULL,
            subject_name text NOT NULL,
            opened_by_id uuid,
            opened_by text NOT NULL,
            status appealstatus DEFAULT 'open' NOT NULL,
            CONSTRAINT pk_appeals PRIMARY KEY (id),
            CONSTRAINT fk_appeals_action_id_staff_actions
                FOREIGN KEY (action_id) REFERENCES staff_actions (id),
            CONSTRAINT fk_appeals_opened_by_id_users
                FOREIGN KEY (opened_by_id) REFERENCES users (id) ON DELETE SET NULL
        );
        CREATE INDEX ix_appeals_action_id ON appeals (action_id);
        CREATE INDEX ix_appeals_opened_by_id ON appeals (opened_by_id);
        CREATE INDEX ix_appeals_created ON appeals (created, id);
        CREATE UNIQUE INDEX ix_appeals_one_going ON appeals (action_id)
            WHERE status IN ('open', 'answered');
        CREATE TABLE appeal_messages (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            appeal_id uuid NOT NULL,
            is_from_staff boolean NOT NULL,
            author_name text NOT NULL,
            text text NOT NULL,
            CONSTRAINT pk_appeal_messages PRIMARY KEY (id),
            CONSTRAINT fk_appeal_messages_appeal_id_appeals
                FOREIGN KEY (appeal_id) REFERENCES appeals (id) ON DELETE CASCADE
        );
        CREATE INDEX ix_appeal_messages_appeal_id_created
            ON appeal_messages (appeal_id, created);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE appeal_messages, appeals;
        DROP TYPE appealstatus;
        DROP INDEX ix_staff_actions_published, ix_staff_actions_owner_ids,
            ix_staff_actions_project_id_created;
        ALTER TABLE staff_actions DROP COLUMN begun, DROP COLUMN project_id,
            DROP COLUMN owner_ids, DROP COLUMN notice, DROP COLUMN cause,
            DROP COLUMN can_be_appealed, DROP COLUMN log_entry;
    """)

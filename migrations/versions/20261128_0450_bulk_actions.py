"""Keep actions on many things, and what became of each."""

from alembic import op

revision = "202611280450"
down_revision = "202611280430"


def upgrade() -> None:
    op.execute("""
        CREATE TYPE bulkstatus AS ENUM ('previewed', 'running', 'stopped', 'finished');
        CREATE TYPE bulkitemstatus AS ENUM ('waiting', 'left out', 'done', 'refused');
        CREATE TABLE bulk_actions (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            touched timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            operation text NOT NULL,
            search text NOT NULL,
            reason text DEFAULT '' NOT NULL,
            status bulkstatus DEFAULT 'previewed' NOT NULL,
            actor_id uuid,
            actor_name text NOT NULL,
            address text,
            client text,
            finished timestamp without time zone,
            CONSTRAINT pk_bulk_actions PRIMARY KEY (id),
            CONSTRAINT fk_bulk_actions_actor_id_users
                FOREIGN KEY (actor_id) REFERENCES users (id) ON DELETE SET NULL
        );
        CREATE INDEX ix_bulk_actions_created ON bulk_actions (created);
    """)
    op.execute("""
        CREATE TABLE bulk_items (
            bulk_id uuid NOT NULL,
            position integer NOT NULL,
            key uuid NOT NULL,
            name text NOT NULL,
            status bulkitemstatus DEFAULT 'waiting' NOT NULL,
            problem text DEFAULT '' NOT NULL,
            CONSTRAINT pk_bulk_items PRIMARY KEY (bulk_id, position),
            CONSTRAINT fk_bulk_items_bulk_id_bulk_actions
                FOREIGN KEY (bulk_id) REFERENCES bulk_actions (id) ON DELETE CASCADE,
            CONSTRAINT ck_bulk_items_position CHECK (position >= 0)
        );
        CREATE INDEX ix_bulk_items_status ON bulk_items (bulk_id, status, position);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE bulk_items, bulk_actions;
        DROP TYPE bulkstatus, bulkitemstatus;
    """)

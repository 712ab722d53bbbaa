"""Let organizations have webhooks for all their projects, and a feed for each member."""

from alembic import op

revision = "202611280882"
down_revision = "202611280880"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE webhooks
            ADD COLUMN organization_id uuid,
            ADD CONSTRAINT fk_webhooks_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE,
            ADD CONSTRAINT ck_webhooks_one_owner
                CHECK (num_nonnulls(project_id, organization_id) < 2);
        CREATE INDEX ix_webhooks_organization_id ON webhooks (organization_id)
            WHERE organization_id IS NOT NULL;

        CREATE TABLE organization_feeds (
            id uuid DEFAULT gen_random_uuid() NOT NULL,
            user_id uuid NOT NULL,
            organization_id uuid NOT NULL,
            secret_hash bytea NOT NULL,
            created timestamp without time zone
                DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
            CONSTRAINT pk_organization_feeds PRIMARY KEY (id),
            CONSTRAINT uq_organization_feeds_user_id_organization_id
                UNIQUE (user_id, organization_id),
            CONSTRAINT uq_organization_feeds_secret_hash UNIQUE (secret_hash),
            CONSTRAINT fk_organization_feeds_user_id_users
                FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
            CONSTRAINT fk_organization_feeds_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE
        );
        CREATE INDEX ix_organization_feeds_organization_id
            ON organization_feeds (organization_id);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE organization_feeds;
        DELETE FROM webhooks WHERE organization_id IS NOT NULL;
        ALTER TABLE webhooks DROP COLUMN organization_id;
    """)

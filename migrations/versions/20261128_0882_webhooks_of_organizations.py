"""Let organizations have webhooks that are told of all their projects."""

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
    """)


def downgrade() -> None:
    op.execute("""
        DELETE FROM webhooks WHERE organization_id IS NOT NULL;
        ALTER TABLE webhooks DROP COLUMN organization_id;
    """)

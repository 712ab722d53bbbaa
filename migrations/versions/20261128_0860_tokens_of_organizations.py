"""Let organizations own API tokens."""

from alembic import op

revision = "202611280860"
down_revision = "202611280805"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE macaroons
            ADD COLUMN organization_id uuid,
            ADD COLUMN maker_id uuid,
            ADD COLUMN ends_with_maker boolean DEFAULT false NOT NULL,
            DROP CONSTRAINT ck_macaroons_user_or_publisher,
            ADD CONSTRAINT ck_macaroons_one_owner CHECK (
                num_nonnulls(user_id, oidc_publisher_id, organization_id) = 1
            ),
            ADD CONSTRAINT uq_macaroons_description_organization_id
                UNIQUE (description, organization_id),
            ADD CONSTRAINT fk_macaroons_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE,
            ADD CONSTRAINT fk_macaroons_maker_id_users
                FOREIGN KEY (maker_id) REFERENCES users (id) ON DELETE SET NULL;
        CREATE INDEX ix_macaroons_organization_id ON macaroons (organization_id)
            WHERE organization_id IS NOT NULL;
        CREATE INDEX ix_macaroons_maker_id ON macaroons (maker_id)
            WHERE maker_id IS NOT NULL;
    """)


def downgrade() -> None:
    op.execute("""
        DELETE FROM macaroons WHERE organization_id IS NOT NULL;
        ALTER TABLE macaroons
            DROP CONSTRAINT ck_macaroons_one_owner,
            DROP COLUMN organization_id,
            DROP COLUMN maker_id,
            DROP COLUMN ends_with_maker,
            ADD CONSTRAINT ck_macaroons_user_or_publisher CHECK (
                (user_id IS NULL) <> (oidc_publisher_id IS NULL)
            );
    """)

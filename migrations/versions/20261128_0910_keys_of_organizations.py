"""Let organizations have keys of repeated requests, as users do."""

from alembic import op

revision = "202611280910"
down_revision = "202611280902"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE idempotency_keys
            DROP CONSTRAINT pk_idempotency_keys,
            ADD COLUMN id uuid DEFAULT gen_random_uuid() NOT NULL,
            ADD COLUMN organization_id uuid,
            ALTER COLUMN user_id DROP NOT NULL,
            ADD CONSTRAINT pk_idempotency_keys PRIMARY KEY (id),
            ADD CONSTRAINT uq_idempotency_keys_user_id_key UNIQUE (user_id, key),
            ADD CONSTRAINT uq_idempotency_keys_organization_id_key
                UNIQUE (organization_id, key),
            ADD CONSTRAINT ck_idempotency_keys_one_caller
                CHECK (num_nonnulls(user_id, organization_id) = 1),
            ADD CONSTRAINT fk_idempotency_keys_organization_id_organizations
                FOREIGN KEY (organization_id) REFERENCES organizations (id)
                ON DELETE CASCADE;
        """
    )


def downgrade() -> None:
    op.execute(
        """
        DELETE FROM idempotency_keys WHERE user_id IS NULL;
        ALTER TABLE idempotency_keys
            DROP CONSTRAINT pk_idempotency_keys,
            DROP COLUMN id,
            DROP COLUMN organization_id,
            DROP CONSTRAINT uq_idempotency_keys_user_id_key,
            ALTER COLUMN user_id SET NOT NULL,
            ADD CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, key);
        """
    )

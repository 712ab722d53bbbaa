"""Let owners of organizations set rules for those who work on its projects."""

from alembic import op

revision = "202611280880"
down_revision = "202611280870"


def upgrade() -> None:
    op.execute("""
        CREATE TYPE organizationprojectmakers AS ENUM ('owners', 'managers', 'members');
        ALTER TABLE organizations
            ADD COLUMN requires_passkey boolean DEFAULT false NOT NULL,
            ADD COLUMN only_trusted_publishing boolean DEFAULT false NOT NULL,
            ADD COLUMN longest_token_days integer,
            ADD COLUMN project_makers organizationprojectmakers
                DEFAULT 'managers' NOT NULL,
            ADD COLUMN invited_domains text[] DEFAULT '{}' NOT NULL,
            ADD CONSTRAINT ck_organizations_token_days CHECK (longest_token_days > 0);
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE organizations
            DROP COLUMN requires_passkey,
            DROP COLUMN only_trusted_publishing,
            DROP COLUMN longest_token_days,
            DROP COLUMN project_makers,
            DROP COLUMN invited_domains;
        DROP TYPE organizationprojectmakers;
    """)

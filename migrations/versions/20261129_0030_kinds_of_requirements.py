"""How projects require others: pinned or not, and how many require them in turn."""

from alembic import op

revision = "202611290030"
down_revision = "202611290024"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE project_requirements
            ADD COLUMN is_pinned boolean DEFAULT false NOT NULL,
            ADD COLUMN weight smallint DEFAULT 0 NOT NULL;
        """
    )


def downgrade() -> None:
    op.execute(
        """
        ALTER TABLE project_requirements DROP COLUMN is_pinned, DROP COLUMN weight;
        """
    )

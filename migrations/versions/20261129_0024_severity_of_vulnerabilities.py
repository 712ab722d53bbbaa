"""Keep how severe vulnerabilities are; those that are here get it with the next import."""

from alembic import op

revision = "202611290024"
down_revision = "202611290022"


def upgrade() -> None:
    op.execute("ALTER TABLE vulnerabilities ADD COLUMN severity text")


def downgrade() -> None:
    op.execute("ALTER TABLE vulnerabilities DROP COLUMN severity")

"""How many projects and releases came into being in each month, counted now and then."""

import sqlalchemy as sa
from alembic import op

revision = "202611262240"
down_revision = "202611262230"


def upgrade() -> None:
    op.create_table(
        "monthly_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("projects", sa.BigInteger(), nullable=False),
        sa.Column("releases", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_monthly_counts"),
    )


def downgrade() -> None:
    op.drop_table("monthly_counts")

"""Which projects need which: kept for each project by the release it is shown by.

Filling the table reads the requirements of every project's best release once, so it may
take longer than other migrations: a minute for a million projects.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611262230"
down_revision = "202611222330"

FILL = r"""
WITH best AS (
    SELECT DISTINCT ON (r.project_id) r.id, r.project_id, p.normalized_name
    FROM releases r JOIN projects p ON p.id = r.project_id
    WHERE r.lifecycle_status IS DISTINCT FROM 'quarantine-enter'
        AND p.lifecycle_status IS DISTINCT FROM 'quarantine-enter'
    ORDER BY r.project_id, r.yanked, r.is_prerelease,
        r._pypi_ordering DESC NULLS LAST, r.created DESC
), required AS (
    SELECT
        normalize_pep426_name(
            substring(d.specifier FROM '^\s*([A-Za-z0-9][A-Za-z0-9._-]*)')
        ) AS name,
        best.normalized_name AS dependent,
        best.project_id,
        d.specifier ~ ';.*\mextra\s*==' AS is_optional
    FROM best JOIN release_dependencies d ON d.release_id = best.id AND d.kind = 4
)
INSERT INTO project_requirements (name, dependent, project_id, is_optional)
SELECT rtrim(name, '-'), dependent, project_id, bool_and(is_optional)
FROM required WHERE name IS NOT NULL
GROUP BY 1, 2, 3
"""


def upgrade() -> None:
    op.create_table(
        "project_requirements",
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("dependent", sa.Text(collation="C"), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("is_optional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("name", "dependent", name="pk_project_requirements"),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name="fk_project_requirements_project_id_projects",
            ondelete="CASCADE",
        ),
    )
    op.execute("SET LOCAL statement_timeout = '30min'")
    op.execute(FILL)
    op.create_index(
        "ix_project_requirements_project_id", "project_requirements", ["project_id"]
    )


def downgrade() -> None:
    op.drop_table("project_requirements")

"""Which requirements are pinned already, and an index for the order of dependents.

It is apart from the revision that adds the columns, so that nobody waits for more than the
index: pages are read all the while. For a million projects it takes a minute.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611290032"
down_revision = "202611290030"

FILL = r"""
WITH best AS (
    SELECT DISTINCT ON (r.project_id) r.id, p.normalized_name
    FROM releases r JOIN projects p ON p.id = r.project_id
    WHERE r.lifecycle_status IS DISTINCT FROM 'quarantine-enter'
        AND p.lifecycle_status IS DISTINCT FROM 'quarantine-enter'
    ORDER BY r.project_id, r.yanked, r.is_prerelease,
        r._pypi_ordering DESC NULLS LAST, r.created DESC
), pinned AS (
    SELECT
        rtrim(normalize_pep426_name(
            substring(d.specifier FROM '^\s*([A-Za-z0-9][A-Za-z0-9._-]*)')
        ), '-') AS name,
        best.normalized_name AS dependent
    FROM best JOIN release_dependencies d ON d.release_id = best.id AND d.kind = 4
    GROUP BY 1, 2
    HAVING bool_and(d.specifier ~ '^[^;@]*==\s*[^*,;)]+([,;)]|$)')
)
UPDATE project_requirements AS known SET is_pinned = true
FROM pinned
WHERE known.name = pinned.name AND known.dependent = pinned.dependent
"""


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = '30min'")
    op.execute(FILL)
    op.create_index(
        "ix_project_requirements_name_weight",
        "project_requirements",
        ["name", sa.text("weight DESC"), "dependent"],
        postgresql_include=["is_optional", "is_pinned"],
    )


def downgrade() -> None:
    op.drop_index("ix_project_requirements_name_weight", "project_requirements")

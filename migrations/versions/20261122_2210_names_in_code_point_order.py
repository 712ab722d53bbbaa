"""Order normalised names by their code points, in whatever language the database sorts.

They are ASCII. The one unique index then serves equality, ranges and the order of the
index of all projects, and Python agrees with it. Building that index anew may take longer
than the usual limit where there are very many projects, so there is no statement timeout.
"""

from alembic import op

revision = "202611222210"
down_revision = "202611222200"


def upgrade() -> None:
    _sort_names_by("C")


def downgrade() -> None:
    _sort_names_by("default")


def _sort_names_by(collation: str) -> None:
    """A trigger is in the way of the column it names."""
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute(f"""
        DROP TRIGGER projects_names ON projects;
        ALTER TABLE projects ALTER normalized_name TYPE text COLLATE "{collation}";
        CREATE TRIGGER projects_names
            BEFORE INSERT OR UPDATE OF name, normalized_name, sitemap_bucket ON projects
            FOR EACH ROW EXECUTE FUNCTION maintain_project_names();
    """)

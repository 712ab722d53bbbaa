"""Recognising a legacy database, at any point of the years before its keys changed."""

from dataclasses import dataclass

from sqlalchemy import Connection, TextClause, text

from warehouse.adoption.errors import AdoptionRefused
from warehouse.db import migrate

REQUIRED = {
    "accounts_user": {"id", "username", "password"},
    "accounts_email": {"id", "user_id", "email"},
    "packages": {"name"},
    "releases": {"name", "version"},
    "release_files": {"name", "version", "filename", "md5_digest"},
    "release_classifiers": {"name", "version", "trove_id"},
    "release_dependencies": {"name", "version", "kind", "specifier"},
    "roles": {"role_name", "user_name", "package_name"},
    "journals": {"id", "name", "version", "action", "submitted_by"},
    "trove_classifiers": {"id", "classifier"},
}
OPTIONAL = {"file_registry": {"id", "filename"}}
CARRIED = REQUIRED | OPTIONAL


@dataclass(frozen=True)
class Shape:
    """The tables of a database and their columns."""

    columns: dict[str, frozenset[str]]

    def has(self, table: str, column: str | None = None) -> bool:
        """Return whether there is such a table, or column of it."""
        if column is None:
            return table in self.columns
        return column in self.columns.get(table, ())

    @property
    def others(self) -> list[str]:
        """Return the tables that hold nothing we keep."""
        return sorted(self.columns.keys() - CARRIED.keys())


def tables_of(connection: Connection, schema: str = "public") -> Shape:
    """Return every ordinary table in `schema`."""
    rows = connection.execute(
        text("""
            SELECT c.table_name, c.column_name
            FROM information_schema.columns AS c
            JOIN information_schema.tables AS t USING (table_schema, table_name)
            WHERE t.table_schema = :schema AND t.table_type = 'BASE TABLE'
        """),
        {"schema": schema},
    )
    columns: dict[str, set[str]] = {}
    for table, column in rows:
        columns.setdefault(table, set()).add(column)
    return Shape({table: frozenset(names) for table, names in columns.items()})


def verbatim(sql: str) -> TextClause:
    """Return a statement whose colons are part of names, never parameters."""
    return text(sql.replace(":", "\\:"))


def quoted(name: str) -> str:
    """Return an identifier for `verbatim`, which alone handles percent signs."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def recognise(connection: Connection) -> Shape:
    """Return the shape of the legacy database at `connection`, or refuse it."""
    _refuse_ours(connection)
    shape = tables_of(connection)
    if not shape.columns:
        raise AdoptionRefused("The database is empty: give the dump to load into it.")
    missing = sorted(REQUIRED.keys() - shape.columns.keys())
    if missing:
        raise AdoptionRefused(
            "This is not a legacy PyPI database: it has no table "
            + ", ".join(missing)
            + "."
        )
    for table, wanted in CARRIED.items():
        lacking = sorted(wanted - shape.columns.get(table, wanted))
        if lacking:
            raise AdoptionRefused(
                f"This is not a legacy PyPI database of a kind known here: "
                f"{table} has no column {', '.join(lacking)}."
            )
    return shape


def refuse_unless_empty(connection: Connection) -> None:
    """Refuse to load a dump into a database that is not empty."""
    _refuse_ours(connection)
    found = sorted(tables_of(connection).columns)
    if found:
        raise AdoptionRefused(
            f"The database is not empty (it has the table {found[0]}): "
            "a dump is loaded into an empty one."
        )


def _refuse_ours(connection: Connection) -> None:
    if tables_of(connection).has("alembic_version"):
        found = connection.scalar(text("SELECT version_num FROM public.alembic_version"))
        if found is not None and migrate.is_known(found):
            raise AdoptionRefused(
                f"This database is already ours, at revision {found}, so there is "
                "nothing to adopt: `warehouse db upgrade` keeps it current. Load a dump "
                "into an empty database instead, or give another WAREHOUSE_DATA."
            )

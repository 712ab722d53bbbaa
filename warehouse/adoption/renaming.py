"""Giving projects of a legacy database other names, where an operator says so.

Two names that differ in `-`, `_` and `.` only were two projects once, and are one name
today (PEP 503). Nothing but a person can say what the second is to be called.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, text

from warehouse.adoption.copying import LEGACY
from warehouse.adoption.errors import AdoptionRefused
from warehouse.adoption.report import Unkept
from warehouse.adoption.shape import Shape, quoted, verbatim

_COLUMNS = {
    "packages": "name",
    "releases": "name",
    "release_files": "name",
    "release_classifiers": "name",
    "release_dependencies": "name",
    "roles": "package_name",
    "journals": "name",
}
"""Where the name of a project stands, of what is carried."""

_FOREIGN_KEYS = f"""
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint
WHERE contype = 'f' AND connamespace = '{LEGACY}'::regnamespace
"""


def rename(connection: Connection, shape: Shape, names: Mapping[str, str]) -> list[Unkept]:
    """Rename projects in the legacy tables, and return what was changed by it.

    Raises `AdoptionRefused` where there is no such project.
    """
    if not names:
        return []
    for statement in list(connection.scalars(text(_FOREIGN_KEYS))):
        connection.execute(verbatim(statement))
    changed = []
    for old, new in names.items():
        _refuse_unless_known(connection, old)
        rows = sum(
            _rename_in(connection, table, column, (old, new))
            for table, column in _COLUMNS.items()
            if shape.has(table, column)
        )
        changed.append(Unkept(f"rows that name {old!r} and name {new!r} now", rows))
    return changed


def _refuse_unless_known(connection: Connection, name: str) -> None:
    query = text(f"SELECT count(*) FROM {LEGACY}.packages WHERE name = :name")
    if not connection.scalar(query, {"name": name}):
        raise AdoptionRefused(
            f"There is no project {name!r} to rename: give its name as it is spelled in "
            "the legacy database."
        )


def _rename_in(
    connection: Connection, table: str, column: str, names: tuple[str, str]
) -> int:
    place = quoted(column)
    query = text(f"UPDATE {LEGACY}.{table} SET {place} = :new WHERE {place} = :old")
    return connection.execute(query, dict(zip(("old", "new"), names, strict=True))).rowcount

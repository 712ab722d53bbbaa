"""Making a table quick to fill: what rows are checked for is checked at the end."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from psycopg import Connection, Cursor, sql

_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = ANY(%(kinds)s)
        AND (conrelid = ANY(%(tables)s::regclass[])
            OR confrelid = ANY(%(tables)s::regclass[]))
    ORDER BY conrelid::regclass::text, conname
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid = ANY(%(tables)s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY 1
"""


@contextmanager
def bare(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """`tables` without indexes, keys and triggers until the end of the block.

    All of it is one transaction: when the block fails, nothing has happened.
    """
    given = {"tables": list(tables)}
    foreign = connection.execute(_CONSTRAINTS, {**given, "kinds": ["f"]}).fetchall()
    unique = connection.execute(_CONSTRAINTS, {**given, "kinds": ["p", "u"]}).fetchall()
    indexes = connection.execute(_INDEXES, given).fetchall()
    for table in tables:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _ in (*foreign, *unique):
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for table, name, definition in unique:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        connection.execute(definition)
    for table, name, definition in foreign:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for table in tables:
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def copy(
    cursor: Cursor, table: str, columns: str, lines: Iterable[str], *, options: str = ""
) -> None:
    """Add rows that are lines in COPY's text format."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split(", ")))
    command = sql.SQL("COPY {} ({}) FROM STDIN {}").format(
        sql.Identifier(table), names, sql.SQL(f"({options})" if options else "")
    )
    with cursor.copy(command) as target:
        target.write("".join(lines))

"""The adoption itself: one transaction, so that a failure leaves the legacy data alone.

The legacy tables move to a schema of their own; the first revision is created in their
place and filled from them; the remaining revisions run; what came out is compared with
what went in; and only then do the legacy tables go.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from warehouse.adoption import aftermath, copying, findings
from warehouse.adoption import dump as dumps
from warehouse.adoption.copying import LEGACY
from warehouse.adoption.errors import AdoptionRefused
from warehouse.adoption.renaming import rename
from warehouse.adoption.report import Report
from warehouse.adoption.role import loading_role
from warehouse.adoption.shape import recognise, refuse_unless_empty, verbatim
from warehouse.db import migrate


def adopt(
    url: str,
    *,
    dump: Path | None = None,
    renamed: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Turn the legacy database at `url` into one of ours, and say what became of it.

    With a `dump` the database must be empty, and the dump is loaded into it first.
    Projects that are keys of `renamed` come under the name that is its value.
    Raises `AdoptionRefused`, and changes nothing, where that cannot be done.
    """
    with _connected(url) as connection:
        migrate.lock(connection)
        connection.commit()
        if dump is not None:
            with connection.begin():
                refuse_unless_empty(connection)
                available = text("SELECT name FROM pg_available_extensions")
                extensions = set(connection.scalars(available))
            with loading_role(connection, url) as lowly:
                dumps.load(lowly, dump, progress, extensions=extensions)
            progress("Loaded; from here on, try again without the dump if need be")
        with connection.begin():
            return _transform(connection, renamed, progress)


def _transform(
    connection: Connection, renamed: Mapping[str, str], progress: Callable[[str], None]
) -> Report:
    # Until its functions and operators are out of the way, none of them may be found.
    connection.execute(text("SET LOCAL search_path = pg_catalog"))
    _refuse_other_encodings(connection)
    shape = recognise(connection)
    findings.refuse_strange_types(connection)
    progress("Setting the legacy tables aside")
    _set_aside(connection)
    connection.execute(text("SET LOCAL search_path = public"))
    changed = rename(connection, shape, renamed)
    findings.refuse_obstacles(connection)
    migrate.apply(connection, migrate.base())
    report = Report(revision=migrate.head())
    progress("Copying")
    copying.copy(connection, shape)
    report.not_carried = findings.left_behind(connection, shape)
    progress("Migrating to today's tables")
    migrate.apply(connection, "head")
    aftermath.carry_later_columns(connection, shape)
    progress("Comparing")
    report.changed = changed + aftermath.changes(connection, shape)
    aftermath.verify(connection, shape, report)
    connection.execute(text(f"DROP SCHEMA {LEGACY} CASCADE"))
    connection.execute(text("ANALYZE"))
    return report


def _set_aside(connection: Connection) -> None:
    """Move every object of the schema that no extension owns."""
    try:
        connection.execute(text(f"CREATE SCHEMA {LEGACY}"))
    except DBAPIError as error:
        raise AdoptionRefused(
            f"The legacy tables cannot be set aside in a schema named {LEGACY}: "
            f"{_first_line(error)}"
        ) from error
    for query in (_RELATIONS, _TYPES, _FUNCTIONS, _OPERATORS):
        for statement in list(connection.scalars(text(query))):
            connection.execute(verbatim(f"{statement} SET SCHEMA {LEGACY}"))


_RELATIONS = """
SELECT format('ALTER %s %s', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE'
    WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, pg_class.oid::regclass)
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
            AND objid = pg_class.oid AND deptype IN ('e', 'a', 'i')
            AND (relkind = 'S' OR deptype = 'e')
    )
"""
_TYPES = """
SELECT format('ALTER TYPE %s', pg_type.oid::regtype)
FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
    AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass
            AND objid = pg_type.oid AND deptype = 'e'
    )
"""
_FUNCTIONS = """
SELECT format('ALTER ROUTINE %s', pg_proc.oid::regprocedure)
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass
            AND objid = pg_proc.oid AND deptype = 'e'
    )
"""
_OPERATORS = """
SELECT format('ALTER OPERATOR %s', pg_operator.oid::regoperator)
FROM pg_operator
WHERE oprnamespace = 'public'::regnamespace
    AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_operator'::regclass
            AND objid = pg_operator.oid AND deptype = 'e'
    )
"""


def _refuse_other_encodings(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise AdoptionRefused(f"The database must be encoded in UTF8; it is in {encoding}.")


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Yield a connection whose failures come out as one sentence."""
    try:
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            yield connection
    except ArgumentError as error:
        raise AdoptionRefused("That is not the URL of a database.") from error
    except DBAPIError as error:
        raise AdoptionRefused(
            f"The database refused, and nothing was changed: {_first_line(error)}"
        ) from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]

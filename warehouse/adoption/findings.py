"""Looking at a legacy database: what stops an adoption, and what stays behind.

All queries see the legacy tables in the schema that they were moved to.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from warehouse.adoption.copying import (
    COPIED,
    LEGACY,
    NO_RELEASE,
    NO_USER,
    PRIVATE,
    UNUSABLE_CLASSIFIER,
    UNUSABLE_DEPENDENCY,
    UNUSABLE_FILE,
)
from warehouse.adoption.errors import AdoptionRefused
from warehouse.adoption.report import Unkept
from warehouse.adoption.shape import CARRIED, Shape, quoted, verbatim

_EXAMPLES = 5
_NAME = "'^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'"


@dataclass(frozen=True)
class Finding:
    """Rows of `table` that are left behind, and the sentence that says so."""

    kind: str
    table: str
    what: str
    where: str
    example: str = "NULL"


_LABEL = "btrim(split_part(old.specifier, ',', 1))"
_ADDRESS = "btrim(substr(old.specifier, strpos(old.specifier, ',') + 1))"
_BAD_LINK = f"""(
    old.specifier NOT LIKE '%,%' OR length({_LABEL}) NOT BETWEEN 1 AND 32
    OR {_ADDRESS} = ''
)"""
_NO_PACKAGE = f"NOT EXISTS (SELECT FROM {LEGACY}.packages AS p WHERE p.name = {{}})"
_NOT_A_ROLE = "(old.role_name IS NULL OR old.role_name NOT IN ('Owner', 'Maintainer'))"
_RELEASE = "old.name || ' ' || old.version"

LEFT_BEHIND = [
    Finding(
        "",
        "accounts_user",
        "accounts that were staff without being superuser, and are plain accounts now",
        "(to_jsonb(old) ->> 'is_staff')::boolean "
        "AND NOT (to_jsonb(old) ->> 'is_superuser')::boolean",
        "old.username",
    ),
    Finding(
        "e-mail addresses",
        "accounts_email",
        "e-mail addresses that belong to no account",
        f"old.email IS NULL OR NOT EXISTS (SELECT FROM {LEGACY}.accounts_user AS u "
        "WHERE u.id = old.user_id)",
        "old.email",
    ),
    Finding(
        "releases",
        "releases",
        "releases of projects that do not exist",
        _NO_PACKAGE.format("old.name"),
        _RELEASE,
    ),
    Finding(
        "classifiers",
        "trove_classifiers",
        "classifiers that are private or have no text",
        PRIVATE,
        "old.classifier",
    ),
    Finding(
        "release classifiers",
        "release_classifiers",
        "classifier rows of releases that do not exist",
        NO_RELEASE,
        _RELEASE,
    ),
    Finding(
        "release classifiers",
        "release_classifiers",
        "classifier rows whose classifier does not exist or is private",
        f"NOT {NO_RELEASE} AND {UNUSABLE_CLASSIFIER}",
        _RELEASE,
    ),
    Finding(
        "dependencies",
        "release_dependencies",
        "dependency rows of releases that do not exist",
        NO_RELEASE,
        "old.specifier",
    ),
    Finding(
        "dependencies",
        "release_dependencies",
        "dependency rows without a known kind or without text",
        f"NOT {NO_RELEASE} AND {UNUSABLE_DEPENDENCY}",
        _RELEASE,
    ),
    Finding(
        "dependencies",
        "release_dependencies",
        "project links without a label of 1 to 32 characters, a comma and an address",
        f"NOT {NO_RELEASE} AND old.kind = 8 AND {_BAD_LINK}",
        "old.specifier",
    ),
    Finding(
        "files",
        "release_files",
        "files of releases that do not exist",
        NO_RELEASE,
        "old.filename",
    ),
    Finding(
        "files",
        "release_files",
        "files without a usable name or without an MD5 digest",
        f"NOT {NO_RELEASE} AND {UNUSABLE_FILE}",
        "old.filename",
    ),
    Finding(
        "filenames",
        "file_registry",
        "registered filenames without a name",
        "old.filename IS NULL",
    ),
    Finding(
        "roles",
        "roles",
        "roles of accounts or in projects that do not exist",
        f"{NO_USER.format('old.user_name')} OR {_NO_PACKAGE.format('old.package_name')}",
        "old.role_name || ' ' || old.user_name",
    ),
    Finding(
        "roles",
        "roles",
        "roles that are neither Owner nor Maintainer",
        f"NOT {NO_USER.format('old.user_name')} "
        f"AND NOT {_NO_PACKAGE.format('old.package_name')} AND {_NOT_A_ROLE}",
        "old.role_name || ' ' || old.user_name",
    ),
]

# Rows that say the same again: how many there are beyond the first of each.
REPEATED = [
    (
        "release classifiers",
        "classifiers that a release had more than once",
        f"""
        SELECT count(*) - count(DISTINCT (name, version, trove_id))
        FROM {LEGACY}.release_classifiers AS old
        WHERE NOT {NO_RELEASE} AND NOT {UNUSABLE_CLASSIFIER}
        """,
    ),
    (
        "roles",
        "second roles of a person in a project (Owner was kept)",
        f"""
        SELECT count(*) - count(DISTINCT (user_name, package_name))
        FROM {LEGACY}.roles AS old
        WHERE NOT {NO_USER.format("old.user_name")}
            AND NOT {_NO_PACKAGE.format("old.package_name")} AND NOT {_NOT_A_ROLE}
        """,
    ),
    (
        "dependencies",
        "project links whose label a release used before",
        f"""
        SELECT count(*) - count(DISTINCT (name, version, {_LABEL}))
        FROM {LEGACY}.release_dependencies AS old
        WHERE NOT {NO_RELEASE} AND old.kind = 8 AND NOT {_BAD_LINK}
        """,
    ),
]

SAME_NAME = "projects have names that are one name today (PEP 503)"
OBSTACLES = [
    (
        "accounts have names that are not valid",
        f"SELECT username::text FROM {LEGACY}.accounts_user WHERE username IS NULL "
        f"OR NOT username ~* {_NAME} OR length(username::text) > 50",
    ),
    (
        "projects have names that are not valid",
        f"SELECT name FROM {LEGACY}.packages WHERE name IS NULL OR NOT name ~* {_NAME}",
    ),
    (
        SAME_NAME,
        f"SELECT string_agg(name, ' and ' ORDER BY name) FROM {LEGACY}.packages "
        "GROUP BY lower(regexp_replace(name, '[-_.]+', '-', 'g')) HAVING count(*) > 1",
    ),
    (
        "releases have no version",
        f"SELECT name FROM {LEGACY}.releases WHERE version IS NULL",
    ),
    (
        "journal entries share an id or have none",
        f"SELECT id::text FROM {LEGACY}.journals "
        "GROUP BY id HAVING count(*) > 1 OR id IS NULL",
    ),
]

_RENAME = "Say what one of each is to be called: --rename OLD=NEW, as often as needed."


def refuse_obstacles(connection: Connection) -> None:
    """Refuse what could only be carried by losing rows that must not be lost."""
    for what, query in OBSTACLES:
        found = list(connection.scalars(text(query)))
        if found:
            is_mendable = what == SAME_NAME
            listed = found if is_mendable else found[:_EXAMPLES]
            shown = ", ".join(repr(name) for name in listed)
            mend = _RENAME if is_mendable else "Change them in the legacy database first."
            raise AdoptionRefused(f"{len(found):,} {what}: {shown}. {mend}")


def refuse_strange_types(connection: Connection) -> None:
    """Refuse types of the database's own, whose operators might run a stranger's code."""
    rows = connection.execute(
        text("""
            SELECT table_name, column_name, udt_name FROM information_schema.columns
            WHERE table_schema = 'public' AND udt_schema <> 'pg_catalog'
                AND udt_name <> 'citext'
        """)
    )
    carried = {item.table: item.carried() for item in COPIED}
    for table, column, kind in rows:
        if column in carried.get(table, ()) and column != "packagetype":
            raise AdoptionRefused(
                f"This is not a legacy PyPI database of a kind known here: "
                f"{table}.{column} is of the type {kind!r}."
            )


def left_behind(connection: Connection, shape: Shape) -> list[Unkept]:
    """Everything in the legacy tables that has no place in today's."""
    found = [_rows(connection, item) for item in LEFT_BEHIND if shape.has(item.table)]
    for kind, what, query in REPEATED:
        found.append(Unkept(what, connection.scalar(text(query)) or 0, kind))
    for table in sorted(CARRIED):
        found += _columns(connection, shape, table)
    carried = [item for item in found if item.rows]
    return carried + [_table(connection, table) for table in shape.others]


def _rows(connection: Connection, finding: Finding) -> Unkept:
    source = f"FROM {LEGACY}.{finding.table} AS old WHERE {finding.where}"
    rows = connection.scalar(text(f"SELECT count(*) {source}")) or 0
    examples = connection.scalars(
        text(f"SELECT left(({finding.example})::text, 80) {source} LIMIT {_EXAMPLES}")
    )
    shown = tuple(repr(example) for example in examples if example is not None)
    return Unkept(finding.what, rows, finding.kind, shown)


def _columns(connection: Connection, shape: Shape, table: str) -> list[Unkept]:
    """Columns of a table we keep that have no successor, where they say anything."""
    if not shape.has(table):
        return []
    carried = next(item for item in COPIED if item.table == table).carried() | LATER[table]
    names = sorted(shape.columns[table] - carried)
    if not names:
        return []
    counts = connection.execute(
        verbatim(
            f"SELECT {', '.join(f'count({quoted(name)})' for name in names)} "
            f"FROM {LEGACY}.{table}"
        )
    ).one()
    return [
        Unkept(f"values of {table}.{_printable(name)}", rows)
        for name, rows in zip(names, counts, strict=True)
    ]


def _table(connection: Connection, table: str) -> Unkept:
    rows = connection.scalar(verbatim(f"SELECT count(*) FROM {LEGACY}.{quoted(table)}"))
    return Unkept(f"rows of the table {_printable(table)}", rows or 0)


def _printable(name: str) -> str:
    """Return a name from a stranger's database without what terminals would obey."""
    return name if name.isprintable() else repr(name)


# Columns of later years that are carried after the tables are today's, or that today's
# tables compute themselves.
LATER: dict[str, set[str]] = {table: set() for table in CARRIED} | {
    "packages": {
        "normalized_name", "has_docs", "upload_limit", "last_serial", "sitemap_bucket",
    },
    "releases": {"canonical_version"},
    "release_files": {
        "size", "sha256_digest", "blake2_256_digest", "path", "requires_python",
        "allow_multiple_sdist",
    },
    "accounts_user": {"sitemap_bucket"},
}  # fmt: skip

"""Copying legacy rows, whatever their exact shape, into tables of the first revision.

The legacy tables were moved to another schema, so nothing here can harm them. A column
that a database lacks takes the fallback beside it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from warehouse.adoption.shape import Shape

LEGACY = "legacy"


@dataclass(frozen=True)
class Copied:
    """How rows of one legacy table, `old`, become rows of the first revision.

    `values` maps a target column to the expression of its value; a plain name of a
    column that may be absent goes to `perhaps`, with what replaces it.
    """

    table: str
    values: dict[str, str]
    perhaps: dict[str, str]
    joins: str = ""
    unless: str = "false"

    def statement(self, shape: Shape) -> str:
        """Return the SQL that copies, for a database of `shape`."""
        values = dict(self.values)
        for column, fallback in self.perhaps.items():
            present = shape.has(self.table, column)
            values[column] = _present(column, fallback) if present else fallback
        names = ", ".join(f'"{name}"' for name in values)
        expressions = ", ".join(values.values())
        return (
            f"INSERT INTO public.{self.table} ({names}) SELECT {expressions} "
            f"FROM {LEGACY}.{self.table} AS old {self.joins} "
            f"WHERE ({self.unless}) IS NOT TRUE"
        )

    def carried(self) -> set[str]:
        """Return the legacy columns whose values live on."""
        return self.values.keys() | self.perhaps.keys()


def _present(column: str, fallback: str) -> str:
    if column == "packagetype":
        return PACKAGE_TYPE
    return f'coalesce(old."{column}", {fallback})'


# The legacy type is another type, and before April 2015 the column was plain text.
PACKAGE_TYPE = """(
    SELECT label FROM unnest(enum_range(NULL::public.package_type)) AS label
    WHERE label::text = old.packagetype::text
)"""
NO_RELEASE = f"""NOT EXISTS (
    SELECT FROM {LEGACY}.releases AS r JOIN {LEGACY}.packages AS p ON p.name = r.name
    WHERE r.name = old.name AND r.version = old.version
)"""
NO_USER = "NOT EXISTS (SELECT FROM public.accounts_user AS u WHERE u.username = {}::citext)"
PRIVATE = "(old.classifier IS NULL OR old.classifier ILIKE 'private ::%')"
UNUSABLE_CLASSIFIER = f"""NOT EXISTS (
    SELECT FROM {LEGACY}.trove_classifiers AS old_t WHERE old_t.id = old.trove_id
        AND old_t.classifier NOT ILIKE 'private ::%'
)"""
UNUSABLE_FILE = """(
    old.filename IS NULL OR old.md5_digest IS NULL OR position('/' in old.filename) > 0
)"""
UNUSABLE_DEPENDENCY = """(
    old.specifier IS NULL OR old.kind IS NULL OR old.kind NOT BETWEEN 1 AND 8
)"""

COPIED = [
    Copied(
        "accounts_user",
        values={
            "id": "key.id",
            "username": "old.username",
            "password": "coalesce(old.password, '!')",
        },
        perhaps={
            "name": "''",
            "last_login": "'-infinity'::timestamp",
            "date_joined": "NULL",
            "is_superuser": "false",
            "is_staff": "false",
            "is_active": "true",
        },
        joins="JOIN adopted_users AS key ON key.legacy_key = old.id::text",
    ),
    Copied(
        "accounts_email",
        values={"id": "old.id", "user_id": "key.id", "email": "old.email"},
        perhaps={"primary": "true", "verified": "false"},
        joins="LEFT JOIN adopted_users AS key ON key.legacy_key = old.user_id::text",
        unless="old.email IS NULL OR key.id IS NULL",
    ),
    Copied(
        "packages",
        values={"name": "old.name"},
        perhaps={"created": "'-infinity'::timestamp"},
    ),
    Copied(
        "releases",
        values={"name": "old.name", "version": "old.version"},
        perhaps={
            column: "NULL"
            for column in (
                "author", "author_email", "maintainer", "maintainer_email", "home_page",
                "license", "summary", "description", "keywords", "platform",
                "download_url", "_pypi_ordering", "requires_python",
            )
        }
        | {"created": "'-infinity'::timestamp"},
        unless=f"NOT EXISTS (SELECT FROM {LEGACY}.packages AS p WHERE p.name = old.name)",
    ),
    Copied(
        "trove_classifiers",
        values={"id": "old.id", "classifier": "old.classifier"},
        perhaps={},
        unless=PRIVATE,
    ),
    Copied(
        "release_classifiers",
        values={"name": "old.name", "version": "old.version", "trove_id": "old.trove_id"},
        perhaps={},
        unless=f"{NO_RELEASE} OR {UNUSABLE_CLASSIFIER}",
    ),
    Copied(
        "release_dependencies",
        values={
            "name": "old.name",
            "version": "old.version",
            "kind": "old.kind",
            "specifier": "old.specifier",
        },
        perhaps={},
        unless=f"{NO_RELEASE} OR {UNUSABLE_DEPENDENCY}",
    ),
    Copied(
        "release_files",
        values={
            "name": "old.name",
            "version": "old.version",
            "filename": "old.filename",
            "md5_digest": "old.md5_digest",
        },
        perhaps={
            "python_version": "NULL",
            "packagetype": "NULL",
            "comment_text": "NULL",
            "upload_time": "NULL",
            "id": "gen_random_uuid()",
        },
        unless=f"{NO_RELEASE} OR {UNUSABLE_FILE}",
    ),
    Copied(
        "file_registry",
        values={"id": "old.id", "filename": "old.filename"},
        perhaps={},
        unless="old.filename IS NULL",
    ),
    Copied(
        "roles",
        values={
            "role_name": "old.role_name",
            "user_name": "old.user_name",
            "package_name": "old.package_name",
        },
        perhaps={"id": "gen_random_uuid()"},
        unless=f"{NO_USER.format('old.user_name')} OR NOT EXISTS "
        f"(SELECT FROM {LEGACY}.packages AS p WHERE p.name = old.package_name)",
    ),
    Copied(
        "journals",
        values={
            "id": "old.id",
            "name": "old.name",
            "version": "old.version",
            "action": "old.action",
            "submitted_by": f"CASE WHEN {NO_USER.format('old.submitted_by')} "
            "AND old.submitted_by IS NOT NULL THEN 'deleted-user' "
            "ELSE old.submitted_by END",
        },
        perhaps={"submitted_date": "NULL"},
    ),
]  # fmt: skip


def copy(connection: Connection, shape: Shape) -> None:
    """Fill the tables of the first revision, and move its sequences past every id."""
    _number_users(connection)
    _loosen(connection)
    for copied in COPIED:
        if shape.has(copied.table):
            connection.execute(text(copied.statement(shape)))
        if copied.table == "accounts_user":
            _ensure_deleted_user(connection)
    for table in ("accounts_user", "accounts_email", "trove_classifiers", "file_registry"):
        _advance(connection, table)
    _advance(connection, "journals")
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def _number_users(connection: Connection) -> None:
    """Later databases gave users a UUID; the tables of the first revision want a number."""
    kind = connection.scalar(
        text("""
            SELECT data_type FROM information_schema.columns
            WHERE table_schema = :schema AND table_name = 'accounts_user'
                AND column_name = 'id'
        """),
        {"schema": LEGACY},
    )
    number = "row_number() OVER (ORDER BY username)" if kind == "uuid" else "id"
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopted_users ON COMMIT DROP AS "
            f"SELECT id::text AS legacy_key, ({number})::integer AS id "
            f"FROM {LEGACY}.accounts_user"
        )
    )


def _loosen(connection: Connection) -> None:
    """Drop what the next revisions drop anyway, and databases of other years violate."""
    connection.execute(text("DROP INDEX public.project_name_pep426_normalized"))
    connection.execute(
        text(
            "ALTER TABLE public.release_files DROP CONSTRAINT release_files_md5_digest_key"
        )
    )


def _ensure_deleted_user(connection: Connection) -> None:
    connection.execute(
        text(f"""
            INSERT INTO public.accounts_user
                (id, username, password, name, last_login, is_superuser, is_staff,
                is_active)
            SELECT (SELECT coalesce(max(id), 0) + 1 FROM public.accounts_user),
                'deleted-user', '!', 'deleted user', '-infinity', false, false, false
            WHERE EXISTS (
                SELECT FROM {LEGACY}.journals AS old
                WHERE old.submitted_by IS NOT NULL AND {NO_USER.format("old.submitted_by")}
            )
            ON CONFLICT (username) DO NOTHING
        """)
    )


def _advance(connection: Connection, table: str) -> None:
    connection.execute(
        text(f"SELECT setval('public.{table}_id_seq', greatest("
             f"(SELECT coalesce(max(id), 0) FROM public.{table}), :used) + 1, false)"),
        {"used": _last_used(connection, table)},
    )  # fmt: skip


def _last_used(connection: Connection, table: str) -> int:
    """How far the legacy sequence got; ids that were used once must not come again."""
    found = connection.scalar(
        text("""
            SELECT last_value FROM pg_sequences
            WHERE schemaname = :schema AND sequencename = :name
        """),
        {"schema": LEGACY, "name": f"{table}_id_seq"},
    )
    return int(found or 0)

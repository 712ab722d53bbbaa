"""After the migrations: what later legacy databases knew, what changed, and the proof."""

from sqlalchemy import Connection, text

from warehouse.adoption.copying import LEGACY
from warehouse.adoption.errors import AdoptionRefused
from warehouse.adoption.report import Count, Report, Unkept
from warehouse.adoption.shape import Shape

# kind: (legacy table, how many there are today)
KINDS = {
    "accounts": ("accounts_user", "SELECT count(*) FROM users"),
    "e-mail addresses": ("accounts_email", "SELECT count(*) FROM user_emails"),
    "projects": ("packages", "SELECT count(*) FROM projects"),
    "releases": ("releases", "SELECT count(*) FROM releases"),
    "files": ("release_files", "SELECT count(*) FROM release_files"),
    "roles": ("roles", "SELECT count(*) FROM roles"),
    "classifiers": ("trove_classifiers", "SELECT count(*) FROM trove_classifiers"),
    "release classifiers": (
        "release_classifiers",
        "SELECT count(*) FROM release_classifiers",
    ),
    "dependencies": (
        "release_dependencies",
        "SELECT (SELECT count(*) FROM release_dependencies)"
        " + (SELECT count(*) FROM release_urls)",
    ),
    "journal entries": ("journals", "SELECT count(*) FROM journals"),
    "filenames": ("file_registry", "SELECT count(*) FROM file_registry"),
}

_FILES = f"release_files AS f JOIN {LEGACY}.release_files AS old USING (filename)"
_RELEASES = f"""releases AS r JOIN projects AS p ON p.id = r.project_id
    JOIN {LEGACY}.releases AS old ON old.name = p.name AND old.version = r.version"""
_USERS = f"users AS u JOIN {LEGACY}.accounts_user AS old USING (username)"
_PROJECTS = f"projects AS p JOIN {LEGACY}.packages AS old USING (name)"
_JOURNALS = f"journals AS j JOIN {LEGACY}.journals AS old USING (id)"

# (what, columns that it needs, query)
CHANGES = [
    (
        "accounts whose password hash is of no kind known here, now disabled",
        [],
        f"FROM {_USERS} WHERE u.password IS DISTINCT FROM old.password",
    ),
    (
        "accounts whose last sign-in is not known",
        ["accounts_user.last_login"],
        f"FROM {_USERS} WHERE u.last_login IS NULL AND old.last_login IS NOT NULL",
    ),
    (
        "accounts whose beginning is not known",
        ["accounts_user.date_joined"],
        f"FROM {_USERS} WHERE u.date_joined IS NULL AND old.date_joined IS NOT NULL",
    ),
    (
        "e-mail addresses that are no longer primary, because another one is",
        ["accounts_email.primary"],
        f"FROM user_emails AS e JOIN {LEGACY}.accounts_email AS old USING (id) "
        'WHERE old."primary" AND NOT e."primary"',
    ),
    (
        "projects whose beginning is not known",
        ["packages.created"],
        f"FROM {_PROJECTS} WHERE p.created IS NULL AND old.created IS NOT NULL",
    ),
    (
        "releases dated by their first file or journal entry",
        ["releases.created"],
        f"FROM {_RELEASES} WHERE r.created IS DISTINCT FROM old.created",
    ),
    (
        "files dated by their release",
        ["release_files.upload_time"],
        f"FROM {_FILES} WHERE f.upload_time IS DISTINCT FROM old.upload_time",
    ),
    (
        "files whose type or Python version was not known and had to be assumed",
        ["release_files.packagetype", "release_files.python_version"],
        f"FROM {_FILES} WHERE f.packagetype::text IS DISTINCT FROM old.packagetype::text "
        "OR f.python_version IS DISTINCT FROM old.python_version",
    ),
    (
        "files whose size and SHA-256 are not known until their bytes are imported",
        [],
        "FROM release_files WHERE sha256_digest IS NULL",
    ),
    (
        "journal entries of accounts that do not exist, now of deleted-user",
        [],
        f"FROM {_JOURNALS} WHERE j.submitted_by IS DISTINCT FROM old.submitted_by::citext",
    ),
    (
        "journal entries dated by the entry before them",
        ["journals.submitted_date"],
        f"FROM {_JOURNALS} WHERE j.submitted_date IS DISTINCT FROM old.submitted_date",
    ),
    (
        "journal entries without a name or an action",
        [],
        f"FROM {_JOURNALS} WHERE old.name IS NULL OR old.action IS NULL",
    ),
]

# (what must be true, query that counts the exceptions)
INVARIANTS = [
    (
        "every journal entry has its id, name, version and action",
        f"SELECT count(*) FROM {LEGACY}.journals AS old LEFT JOIN journals AS j USING (id) "
        "WHERE j.id IS NULL OR j.name <> coalesce(old.name, '') "
        "OR j.action <> coalesce(old.action, '') "
        "OR j.version IS DISTINCT FROM old.version",
    ),
    (
        "every account that there was, is",
        f"SELECT count(*) FROM {LEGACY}.accounts_user AS old "
        "LEFT JOIN users AS u USING (username) WHERE u.username IS NULL "
        "OR u.username::text <> old.username::text",
    ),
    (
        "every project that there was, is",
        f"SELECT count(*) FROM {LEGACY}.packages AS old LEFT JOIN projects AS p "
        "USING (name) WHERE p.name IS NULL",
    ),
    (
        "releases are in the same order",
        f"SELECT count(*) FROM {_RELEASES} "
        "WHERE r._pypi_ordering IS DISTINCT FROM old._pypi_ordering",
    ),
    (
        "classifiers have their ids",
        f"SELECT count(*) FROM trove_classifiers AS c LEFT JOIN {LEGACY}.trove_classifiers "
        "AS old USING (id, classifier) WHERE old.id IS NULL",
    ),
    (
        "a project's serial is that of its last journal entry",
        "SELECT count(*) FROM projects AS p WHERE last_serial <> "
        "(SELECT coalesce(max(id), 0) FROM journals AS j WHERE j.name = p.name)",
    ),
    (
        "every filename is registered",
        "SELECT count(*) FROM release_files LEFT JOIN file_registry USING (filename) "
        "WHERE file_registry.filename IS NULL",
    ),
    (
        "every file belongs to the release it belonged to",
        f"SELECT count(*) FROM {_FILES} JOIN releases AS r ON r.id = f.release_id "
        "JOIN projects AS p ON p.id = r.project_id "
        "WHERE p.name <> old.name OR r.version <> old.version",
    ),
]


def carry_later_columns(connection: Connection, shape: Shape) -> None:
    """Carry what databases of 2015 to 2018 knew and the first revision has no place for."""
    if shape.has("packages", "has_docs"):
        _run(connection, f"UPDATE projects SET has_docs = old.has_docs {_FROM_PACKAGES}")
    if shape.has("packages", "upload_limit"):
        _run(
            connection,
            "UPDATE projects SET upload_limit = least(old.upload_limit, 1073741824) "
            f"{_FROM_PACKAGES}",
        )
    if all(shape.has("release_files", column) for column in _DIGESTS):
        _run(connection, _CARRY_DIGESTS)
        if shape.has("release_files", "path"):
            _run(connection, _CARRY_PATHS)


_FROM_PACKAGES = f"FROM {LEGACY}.packages AS old WHERE old.name = projects.name"
_DIGESTS = ("size", "sha256_digest", "blake2_256_digest")
_CARRY_DIGESTS = f"""
    UPDATE release_files SET size = old.size, sha256_digest = old.sha256_digest,
        blake2_256_digest = old.blake2_256_digest
    FROM {LEGACY}.release_files AS old
    WHERE old.filename = release_files.filename AND old.size >= 0
        AND old.sha256_digest::text ~* '^[A-F0-9]{{64}}$'
        AND old.blake2_256_digest::text ~* '^[A-F0-9]{{64}}$'
"""
_CARRY_PATHS = f"""
    UPDATE release_files SET path = old.path
    FROM {LEGACY}.release_files AS old
    WHERE old.filename = release_files.filename AND old.path IS NOT NULL
        AND release_files.sha256_digest IS NOT NULL
"""


def changes(connection: Connection, shape: Shape) -> list[Unkept]:
    """Return what was carried, but not as it was."""
    found = []
    for what, columns, query in CHANGES:
        if all(shape.has(*column.split(".")) for column in columns):
            rows = connection.scalar(text(f"SELECT count(*) {query}")) or 0
            found.append(Unkept(what, rows))
    return [item for item in found if item.rows]


def verify(connection: Connection, shape: Shape, report: Report) -> None:
    """Count every kind, and refuse if a row is neither here nor accounted for."""
    for kind, (table, query) in KINDS.items():
        before = (
            _count(connection, f"SELECT count(*) FROM {LEGACY}.{table}")
            if (shape.has(table))
            else 0
        )
        count = Count(kind, before, _count(connection, query))
        report.counts.append(count)
        missing = before - report.left_behind(kind) - count.after
        if missing > 0 or (missing < 0 and kind not in {"accounts", "filenames"}):
            raise AdoptionRefused(
                f"The {kind} do not add up ({before:,} before, {count.after:,} after, "
                f"{report.left_behind(kind):,} accounted for): nothing was changed."
            )
    for claim, query in INVARIANTS:
        if "_pypi_ordering" in query and not shape.has("releases", "_pypi_ordering"):
            continue
        exceptions = _count(connection, query)
        if exceptions:
            raise AdoptionRefused(
                f"It did not hold that {claim} ({exceptions:,} exceptions): "
                "nothing was changed."
            )


def _count(connection: Connection, query: str) -> int:
    return connection.scalar(text(query)) or 0


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))

"""Small legacy databases, as dumps: clean or nasty, of several points in time.

The tables have no constraints, so that rows can be what they must not be.
"""

from dataclasses import dataclass, field
from pathlib import Path

HASH = "$bcrypt-sha256$2a,12$HJeIO5NeHkp2GElN.xk0oe$jhq4xOtED2C3Dc2D8RuaKgCjak8xuNC"
LONG_AGO = "-infinity"
UUID = "00000000-0000-0000-0000-00000000000"

APRIL_2015 = {
    "accounts_user": "id int, password varchar(128), last_login timestamp, "
    "is_superuser bool, username citext, name varchar(100), is_staff bool, is_active bool, "
    "date_joined timestamp",
    "accounts_email": 'id int, user_id int, email varchar(254), "primary" bool, '
    "verified bool",
    "packages": "name text, stable_version text, autohide bool, comments bool, "
    "bugtrack_url text, hosting_mode text, created timestamp",
    "releases": "name text, version text, author text, summary text, description text, "
    "_pypi_ordering int, _pypi_hidden bool, requires_python text, created timestamp",
    "release_files": "name text, version text, python_version text, "
    "packagetype package_type, comment_text text, filename text, md5_digest text, "
    "downloads int, upload_time timestamp, id uuid",
    "release_classifiers": "name text, version text, trove_id int",
    "release_dependencies": "name text, version text, kind int, specifier text",
    "roles": "role_name text, user_name citext, package_name text, id uuid",
    "journals": "id int, name text, version text, action text, submitted_date timestamp, "
    "submitted_by citext, submitted_from text",
    "trove_classifiers": "id int, classifier text, l2 int, l3 int, l4 int, l5 int",
    "file_registry": "id int, filename text",
    "sshkeys": "id int, name citext, key text",
}
FEBRUARY_2015 = APRIL_2015 | {
    "packages": "name text, normalized_name text, stable_version text, created timestamp",
    "release_files": "name text, version text, python_version text, packagetype text, "
    "comment_text text, filename text, md5_digest text, upload_time timestamp",
    "roles": "role_name text, user_name citext, package_name text",
}
del FEBRUARY_2015["file_registry"]
SEPTEMBER_2016 = APRIL_2015 | {
    "accounts_user": "id uuid, password varchar(128), last_login timestamp, "
    "is_superuser bool, username citext, name varchar(100), is_staff bool, is_active bool, "
    "date_joined timestamp, password_date timestamp",
    "accounts_email": 'id int, user_id uuid, email varchar(254), "primary" bool, '
    "verified bool",
    "packages": "name text, has_docs bool, upload_limit int, last_serial int, "
    "created timestamp",
    "release_files": "name text, version text, python_version text, "
    "packagetype package_type, filename text, path text, size int, has_signature bool, "
    "md5_digest text, sha256_digest citext, blake2_256_digest citext, "
    "upload_time timestamp, id uuid",
}


@dataclass
class LegacyDump:
    """Rows by table, written as a dump of the given shape."""

    shape: dict[str, str]
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        self.rows.setdefault(table, []).append(values)

    def user(self, key, username: str, **values: object) -> None:
        defaults = {"password": HASH, "last_login": "2015-03-03", "is_superuser": False,
                    "name": "", "is_staff": False, "is_active": True}  # fmt: skip
        self.add("accounts_user", id=key, username=username, **(defaults | values))

    def project(self, name: str, *versions: str, owner: str | None = None) -> None:
        self.add("packages", name=name, created="2014-01-01")
        for place, version in enumerate(versions):
            self.add("releases", name=name, version=version, created="2014-01-02",
                     _pypi_ordering=place, description=f"{name} {version}")  # fmt: skip
        if owner:
            self.add("roles", role_name="Owner", user_name=owner, package_name=name)

    def file(self, name: str, version: str, filename: str, **values: object) -> None:
        defaults = {"python_version": "source", "packagetype": "sdist",
                    "md5_digest": f"{len(self.rows.get('release_files', [])):032x}",
                    "upload_time": "2014-02-01 10:00"}  # fmt: skip
        self.add("release_files", name=name, version=version, filename=filename,
                 **(defaults | values))  # fmt: skip

    def journal(self, key: int, name: str | None, action: str | None, **values) -> None:
        defaults = {"submitted_date": "2014-02-02", "submitted_from": "127.0.0.1"}
        self.add("journals", id=key, name=name, action=action, **(defaults | values))

    def sql(self) -> str:
        parts = [
            "SET client_encoding = 'UTF8';",
            "CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;",
            "COMMENT ON EXTENSION plpgsql IS 'a language';",
            "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;",
            "CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;",
            "CREATE TYPE package_type AS ENUM ('sdist', 'bdist_wheel', 'bdist_egg');",
            "CREATE SEQUENCE journals_id_seq;",
            "SELECT pg_catalog.setval('journals_id_seq', 500, true);",
        ]
        for table, columns in self.shape.items():
            parts.append(f"CREATE TABLE {table} ({columns});")
            parts.append(self.copy(table, columns))
        return "\n".join(parts) + "\n"

    def copy(self, table: str, columns: str) -> str:
        names = [column.split()[0] for column in columns.split(", ")]
        lines = [
            "\t".join(escaped(row.get(name.strip('"'))) for name in names)
            for row in self.rows.get(table, [])
        ]
        return "\n".join([f"COPY {table} ({', '.join(names)}) FROM stdin;", *lines, "\\."])

    def write(self, path: Path) -> Path:
        path.write_text(self.sql())
        return path


def escaped(value: object) -> str:
    """A value as COPY's text format has it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = str(value).replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def nasty(shape: dict[str, str]) -> LegacyDump:
    """A database with every kind of row that has to be left behind or mended."""
    dump = LegacyDump(shape)
    dump.user(1, "Ann", last_login=LONG_AGO, date_joined=LONG_AGO)
    dump.user(7, "bob", password="da39a3ee5e6b4b0d3255bfef95601890afd80709", is_staff=True)
    dump.user(9, "deleted-user", password="!", is_active=False)
    for key, user, email in ((3, 1, "a@x.org"), (4, 1, "A@x.org"), (5, 7, "b@x.org"),
                             (6, 99, "gone@x.org")):  # fmt: skip
        dump.add("accounts_email", id=key, user_id=user, email=email, primary=True)
    dump.project("Foo_Bar", "1.0", "(latest)\n", "1.0.0", owner="ANN")
    dump.project("empty", owner="bob")
    dump.rows["packages"][1]["created"] = LONG_AGO
    dump.rows["releases"][1]["created"] = LONG_AGO
    dump.add("releases", name="nowhere", version="1", created="2014-01-02")
    dump.add("roles", role_name="Maintainer", user_name="ann", package_name="Foo_Bar")
    dump.add("roles", role_name="Admin", user_name="ann", package_name=None)
    dump.add("roles", role_name="Owner", user_name="ghost", package_name="empty")
    dump.add("roles", role_name="Tester", user_name="bob", package_name="Foo_Bar")
    nasty_files(dump)
    nasty_metadata(dump)
    nasty_journal(dump)
    dump.add("sshkeys", id=1, name="ann", key="key")
    return dump


def nasty_files(dump: LegacyDump) -> None:
    dump.file("Foo_Bar", "1.0", "Foo_Bar-1.0.tar.gz", md5_digest="AB" * 16)
    dump.file("Foo_Bar", "1.0", "Foo_Bar-1.0.zip", upload_time="2014-02-03")
    dump.file("Foo_Bar", "(latest)\n", "odd.egg", packagetype=None, python_version=None,
              upload_time=None)  # fmt: skip
    dump.file("Foo_Bar", "9", "orphan.zip")
    dump.file("Foo_Bar", "1.0", "../../etc/passwd")
    dump.file("Foo_Bar", "1.0", None)
    dump.add("file_registry", id=40, filename="Foo_Bar-1.0.tar.gz")
    dump.add("file_registry", id=41, filename="burnt-1.0.tar.gz")


def nasty_metadata(dump: LegacyDump) -> None:
    for key, name in ((1, "Topic"), (2, "Topic :: X"), (3, None), (4, "Private :: X")):
        dump.add("trove_classifiers", id=key, classifier=name, l2=0)
    for version, trove in (("1.0", 2), ("1.0", 2), ("9", 2), ("1.0", 4), ("1.0", 77),
                           (None, 1)):  # fmt: skip
        name = "Foo_Bar" if version else None
        dump.add("release_classifiers", name=name, version=version, trove_id=trove)
    for version, kind, specifier in (
        ("1.0", 4, "simpy (>=3.0.5)"), ("1.0", 1, None), ("1.0", 12, "what"),
        (None, 1, "lost"), ("1.0", 8, "Home, https://x.org/a,b"), ("1.0", 8, "Home, other"),
        ("1.0", 8, "no comma"), ("1.0", 8, f"{'long' * 9}, https://x.org"),
    ):  # fmt: skip
        name = "Foo_Bar" if version else None
        dump.add("release_dependencies", name=name, version=version, kind=kind,
                 specifier=specifier)  # fmt: skip


def nasty_journal(dump: LegacyDump) -> None:
    dump.journal(11, "Foo_Bar", "create", submitted_by="aNN")
    dump.journal(12, "foo-bar", "remove", submitted_by="bob", version="0.1")
    dump.journal(20, "Foo_Bar", "new release", submitted_by="ghost", version="1.0")
    dump.journal(21, None, "keyrotate ", version="")
    dump.journal(22, "gone", "remove", submitted_date=None)
    dump.journal(30, "Foo_Bar", "back\\slash\tand\ttab", submitted_by="deleted-user")

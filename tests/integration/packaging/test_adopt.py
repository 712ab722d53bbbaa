"""Taking over legacy databases: the public one of 2015, and small nasty ones."""

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text

from tests.builders.legacy import (
    APRIL_2015,
    FEBRUARY_2015,
    SEPTEMBER_2016,
    LegacyDump,
    nasty,
)
from warehouse.accounts.models import Email, User
from warehouse.adoption import AdoptionRefused, adopt
from warehouse.db import migrate
from warehouse.packaging.models import (
    File,
    Filename,
    JournalEntry,
    PackageType,
    Project,
    Role,
    release_classifiers,
)

HERE = Path(__file__).resolve()
PUBLIC_DUMP = Path(
    os.environ.get("LEGACY_DUMP")
    or HERE.parents[4] / "shared" / "data" / "legacy-2015-04.sql.xz"
)


def one(session, query):
    return session.execute(text(query)).scalar()


def sequence(session, name):
    return one(session, f"SELECT nextval('{name}')")


def unkept(items):
    return {item.what: item.rows for item in items}


@pytest.fixture
def dump(tmp_path):
    return nasty(APRIL_2015).write(tmp_path / "nasty.sql")


def test_everything_with_a_place_is_carried(fresh_database, session, dump):
    report = adopt(fresh_database, dump=dump)

    assert migrate.check(fresh_database) == []
    assert report.revision == migrate.head() == migrate.current(fresh_database)
    assert {count.kind: (count.before, count.after) for count in report.counts} == {
        "accounts": (3, 4),
        "e-mail addresses": (4, 3),
        "projects": (2, 2),
        "releases": (4, 3),
        "files": (6, 3),
        "roles": (6, 2),
        "classifiers": (4, 2),
        "release classifiers": (6, 1),
        "dependencies": (8, 2),
        "journal entries": (6, 6),
        "filenames": (2, 4),
    }


def test_rows_that_are_not_carried_are_listed(fresh_database, dump):
    report = adopt(fresh_database, dump=dump)

    assert unkept(report.not_carried) == {
        "accounts that were staff without being superuser, and are plain accounts now": 1,
        "e-mail addresses that belong to no account": 1,
        "releases of projects that do not exist": 1,
        "classifiers that are private or have no text": 2,
        "classifier rows of releases that do not exist": 2,
        "classifier rows whose classifier does not exist or is private": 2,
        "classifiers that a release had more than once": 1,
        "dependency rows of releases that do not exist": 1,
        "dependency rows without a known kind or without text": 2,
        "project links without a label of 1 to 32 characters, a comma and an address": 2,
        "project links whose label a release used before": 1,
        "files of releases that do not exist": 1,
        "files without a usable name or without an MD5 digest": 2,
        "roles of accounts or in projects that do not exist": 2,
        "roles that are neither Owner nor Maintainer": 1,
        "second roles of a person in a project (Owner was kept)": 1,
        "values of journals.submitted_from": 6,
        "values of trove_classifiers.l2": 4,
        "rows of the table sshkeys": 1,
    }
    assert "  files of releases that do not exist: 1 ('orphan.zip')" in report.lines()
    assert report.as_dict()["counts"][0]["kind"] == "accounts"


def test_changed_rows_are_listed(fresh_database, dump):
    report = adopt(fresh_database, dump=dump)

    assert unkept(report.changed) == {
        "accounts whose password hash is of no kind known here, now disabled": 1,
        "accounts whose last sign-in is not known": 1,
        "accounts whose beginning is not known": 1,
        "e-mail addresses that are no longer primary, because another one is": 1,
        "projects whose beginning is not known": 1,
        "releases dated by their first file or journal entry": 1,
        "files dated by their release": 1,
        "files whose type or Python version was not known and had to be assumed": 1,
        "files whose size and SHA-256 are not known until their bytes are imported": 3,
        "journal entries of accounts that do not exist, now of deleted-user": 1,
        "journal entries dated by the entry before them": 1,
        "journal entries without a name or an action": 1,
    }


def test_accounts_are_carried_with_passwords_and_addresses(fresh_database, session, dump):
    adopt(fresh_database, dump=dump)

    users = {user.username: user for user in session.scalars(select(User))}
    assert users.keys() == {"Ann", "bob", "deleted-user", "admin"}
    assert users["Ann"].password.startswith("$bcrypt-sha256$")
    assert users["Ann"].last_login is None
    assert users["bob"].password == "!da39a3ee5e6b4b0d3255bfef95601890afd80709"
    assert users["deleted-user"].password == "!"
    assert [(e.id, e.email, e.primary) for e in users["Ann"].emails] == [
        (3, "a@x.org", True),
        (4, "A@x.org", False),
    ]
    assert sequence(session, "user_emails_id_seq") == 6


def test_projects_and_releases(fresh_database, session, dump):
    adopt(fresh_database, dump=dump)

    project = session.scalar(select(Project).where(Project.normalized_name == "foo-bar"))
    assert project.name == "Foo_Bar"
    assert project.last_serial == 30
    assert [(r.version, r.canonical_version, r.yanked) for r in project.releases] == [
        ("1.0.0", "1", False),
        ("(latest)\n", "(latest)\n", False),
        ("1.0", "1", False),
    ]
    assert [role.role_name for role in project.roles] == ["Owner"]
    release = project.releases[2]
    assert release.description.raw == "Foo_Bar 1.0"
    assert release.description.rendered_by == ""
    assert [c.classifier for c in release.classifiers] == ["Topic :: X"]
    assert [(u.name, u.url) for u in release.urls] == [("Home", "https://x.org/a,b")]
    assert [(d.kind, d.specifier) for d in release.dependencies] == [(4, "simpy (>=3.0.5)")]


def test_files_are_carried_with_paths_and_digests(fresh_database, session, dump):
    adopt(fresh_database, dump=dump)

    files = {file.filename: file for file in session.scalars(select(File))}
    first, second = files["Foo_Bar-1.0.tar.gz"], files["Foo_Bar-1.0.zip"]
    assert first.path == "source/F/Foo_Bar/Foo_Bar-1.0.tar.gz"
    assert first.md5_digest == "ab" * 16
    assert (first.allow_multiple_sdist, second.allow_multiple_sdist) == (True, False)
    assert not first.is_held
    assert files["odd.egg"].packagetype is PackageType.SDIST
    assert files["odd.egg"].python_version == "source"
    names = session.execute(select(Filename.id, Filename.filename).order_by(Filename.id))
    assert names.all()[:2] == [(40, "Foo_Bar-1.0.tar.gz"), (41, "burnt-1.0.tar.gz")]


def test_the_journal(fresh_database, session, dump):
    adopt(fresh_database, dump=dump)

    rows = session.execute(
        select(JournalEntry.id, JournalEntry.action, JournalEntry.submitted_by).order_by(
            JournalEntry.id
        )
    )
    assert rows.all() == [
        (11, "create", "aNN"),
        (12, "remove", "bob"),
        (20, "new release", "deleted-user"),
        (21, "keyrotate ", None),
        (22, "remove", None),
        (30, "back\\slash\tand\ttab", "deleted-user"),
    ]
    assert sequence(session, "journals_id_seq") == 501


def test_a_database_of_february_2015(fresh_database, session, tmp_path):
    dump = nasty(FEBRUARY_2015).write(tmp_path / "early.sql")
    adopt(fresh_database, dump=dump)

    assert migrate.check(fresh_database) == []
    assert session.scalar(select(func.count()).select_from(File)) == 3
    assert session.scalar(select(func.count(Role.id.distinct()))) == 2


def test_a_database_of_september_2016(fresh_database, session, tmp_path):
    ann = "00000000-0000-0000-0000-000000000001"
    dump = LegacyDump(SEPTEMBER_2016)
    dump.user(ann, "ann")
    dump.add("accounts_email", id=1, user_id=ann, email="ann@example.com", primary=True)
    dump.project("foo1", "1.0", owner="ann")
    dump.project("fool", owner="ann")
    dump.rows["packages"][0].update(has_docs=True, upload_limit=2_000_000_000)
    known = {"size": 12, "sha256_digest": "a" * 64, "blake2_256_digest": "b" * 64}
    dump.file("foo1", "1.0", "x.zip", path="ab/cd/x.zip", has_signature=True, **known)
    report = adopt(fresh_database, dump=dump.write(tmp_path / "late.sql"))

    file = session.scalar(select(File))
    assert (file.path, file.size, file.is_held) == ("ab/cd/x.zip", 12, True)
    assert file.release.project.total_size == 12
    assert file.release.project.upload_limit == 2**30
    assert file.release.project.has_docs
    assert session.scalar(select(Email)).user.username == "ann"
    assert unkept(report.not_carried)["values of release_files.has_signature"] == 1


def test_a_database_in_place(fresh_database, session, tmp_path):
    engine = create_engine(fresh_database)
    dump = LegacyDump(APRIL_2015)
    dump.project("foo", "1.0")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION citext")
        connection.exec_driver_sql("CREATE TYPE package_type AS ENUM ('sdist')")
        for table, columns in APRIL_2015.items():
            connection.exec_driver_sql(f"CREATE TABLE {table} ({columns})")
        connection.exec_driver_sql("INSERT INTO packages (name) VALUES ('foo')")
        connection.exec_driver_sql("CREATE VIEW looks AS SELECT * FROM packages")
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('28a7e805fd0')")
    engine.dispose()

    steps = []
    adopt(fresh_database, progress=steps.append)
    assert steps
    assert session.scalar(select(Project.name)) == "foo"
    assert one(session, "SELECT count(*) FROM pg_namespace WHERE nspname = 'legacy'") == 0
    with pytest.raises(AdoptionRefused, match="already ours"):
        adopt(fresh_database)


def test_other_databases_are_refused(fresh_database, session, dump):
    with pytest.raises(AdoptionRefused, match="empty: give the dump"):
        adopt(fresh_database)
    session.execute(text("CREATE TABLE something (id int)"))
    session.commit()
    with pytest.raises(AdoptionRefused, match="has no table accounts_email"):
        adopt(fresh_database)
    with pytest.raises(AdoptionRefused, match=r"not empty .* something"):
        adopt(fresh_database, dump=dump)


def test_our_own_databases_are_refused(fresh_database, dump):
    migrate.upgrade(fresh_database)
    for given in (None, dump):
        with pytest.raises(AdoptionRefused, match="already ours"):
            adopt(fresh_database, dump=given)


def test_the_place_of_the_legacy_tables_must_be_free(fresh_database, session, tmp_path):
    path = tmp_path / "dump.sql"
    path.write_text(nasty(APRIL_2015).sql() + "CREATE SCHEMA legacy;\n")
    with pytest.raises(AdoptionRefused, match=r"schema named legacy: .* already exists"):
        adopt(fresh_database, dump=path)


def test_strange_names_do_no_harm(fresh_database, tmp_path):
    path = tmp_path / "dump.sql"
    path.write_text(
        nasty(APRIL_2015).sql()
        + 'CREATE TABLE "a:b%(c)s""\x1b" (id int);'
        + 'ALTER TABLE packages ADD "x:y%s" int DEFAULT 1;'
        + "CREATE FUNCTION \"f:g%s\"() RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
    )
    report = adopt(fresh_database, dump=path)
    assert unkept(report.not_carried)["rows of the table 'a:b%(c)s\"\\x1b'"] == 0
    assert unkept(report.not_carried)["values of packages.x:y%s"] == 2


def test_no_server_and_no_url():
    with pytest.raises(AdoptionRefused, match="not the URL"):
        adopt("nonsense")
    with pytest.raises(AdoptionRefused, match="The database refused"):
        adopt("postgresql+psycopg://nobody@/nowhere?host=/nonexistent")


@pytest.mark.parametrize(
    ("table", "row", "sentence"),
    [
        ("packages", {"name": "foo.BAR"}, "'Foo_Bar and foo.BAR'"),
        ("packages", {"name": "bad name\n"}, "1 projects have names that are not valid"),
        ("accounts_user", {"username": "a b"}, "'a b'"),
        ("journals", {"id": 11}, "share an id"),
        ("releases", {"name": "Foo_Bar"}, "no version"),
    ],
)
def test_obstacles_stop_the_adoption_before_anything_changes(
    fresh_database, session, tmp_path, table, row, sentence
):
    dump = nasty(APRIL_2015)
    dump.add(table, **row)
    with pytest.raises(AdoptionRefused, match=sentence):
        adopt(fresh_database, dump=dump.write(tmp_path / "dump.sql"))
    assert one(session, "SELECT count(*) FROM public.accounts_email") == 4


def test_a_failure_part_way_leaves_the_legacy_data(fresh_database, session, tmp_path):
    dump = nasty(APRIL_2015)
    dump.file("Foo_Bar", "1.0", "Foo_Bar-1.0.zip")
    path = dump.write(tmp_path / "dump.sql")
    with pytest.raises(AdoptionRefused, match="nothing was changed: duplicate key"):
        adopt(fresh_database, dump=path)
    assert one(session, "SELECT count(*) FROM public.release_files") == 7
    assert one(session, "SELECT count(*) FROM pg_namespace WHERE nspname = 'legacy'") == 0

    session.execute(
        text("DELETE FROM release_files WHERE md5_digest = :md5"), {"md5": f"{6:032x}"}
    )
    session.commit()
    adopt(fresh_database)
    assert session.scalar(select(func.count()).select_from(File)) == 3


@pytest.mark.skipif(not PUBLIC_DUMP.exists(), reason="LEGACY_DUMP names no legacy dump")
def test_the_public_dump_of_2015(fresh_database, session):
    report = adopt(fresh_database, dump=PUBLIC_DUMP)

    assert {count.kind: count.after for count in report.counts} == {
        "accounts": 2420,
        "e-mail addresses": 2418,
        "projects": 2252,
        "releases": 5441,
        "files": 5623,
        "roles": 2290,
        "classifiers": 598,
        "release classifiers": 30976,
        "dependencies": 831,
        "journal entries": 27701,
        "filenames": 6139,
    }
    assert sequence(session, "journals_id_seq") == 33701
    assert one(session, "SELECT min(id) FROM journals") == 11
    assert one(session, "SELECT count(*) FROM releases WHERE yanked") == 0
    assert (
        one(session, "SELECT count(*) FROM release_files WHERE allow_multiple_sdist") == 82
    )
    assert one(session, UNANNOUNCED_RELEASES) == one(session, UNANNOUNCED_FILES) == 0
    assert one(session, SHARED_CANONICAL_VERSIONS) == 18
    classifiers = select(func.count()).select_from(release_classifiers)
    assert session.scalar(classifiers) == 30976
    assert migrate.check(fresh_database) == []


UNANNOUNCED_RELEASES = """
SELECT count(*) FROM releases JOIN projects ON projects.id = project_id
WHERE NOT EXISTS (
    SELECT FROM journals WHERE journals.name = projects.name
        AND journals.version = releases.version AND action = 'new release'
)
"""
UNANNOUNCED_FILES = """
SELECT count(*) FROM release_files JOIN releases ON releases.id = release_id
JOIN projects ON projects.id = project_id
WHERE NOT EXISTS (
    SELECT FROM journals WHERE journals.name = projects.name
        AND journals.version = releases.version
        AND action = 'add ' || python_version || ' file ' || filename
)
"""
SHARED_CANONICAL_VERSIONS = """
SELECT count(*) FROM (
    SELECT FROM releases GROUP BY project_id, canonical_version HAVING count(*) > 1
) AS shared
"""

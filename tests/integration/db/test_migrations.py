"""The migrations: all the way up, all the way down, and in agreement with the models."""

import threading

import pytest
from sqlalchemy import create_engine, inspect, text

from warehouse.db import migrate


def execute(url, *statements):
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def scalars(url, statement):
    engine = create_engine(url)
    with engine.begin() as connection:
        found = list(connection.scalars(text(statement)))
    engine.dispose()
    return found


def test_the_models_find_nothing_to_change(fresh_database):
    migrate.upgrade(fresh_database)

    assert migrate.current(fresh_database) == migrate.head()
    assert not migrate.is_ahead(fresh_database)
    assert migrate.check(fresh_database) == []


def test_a_difference_is_named(fresh_database):
    migrate.upgrade(fresh_database)
    execute(fresh_database, "ALTER TABLE projects DROP COLUMN successor")

    (difference,) = migrate.check(fresh_database)
    assert "successor" in difference


def test_an_old_database_does_not_agree(fresh_database):
    assert migrate.current(fresh_database) is None
    assert migrate.check(fresh_database) == [
        f"the database is at None, not at {migrate.head()}"
    ]


def test_all_the_way_down_and_up_again(fresh_database):
    migrate.upgrade(fresh_database)
    migrate.downgrade(fresh_database, "base")

    engine = create_engine(fresh_database)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert inspect(engine).get_enums() == []
    assert inspect(engine).get_sequence_names() == []
    engine.dispose()
    assert (
        scalars(
            fresh_database,
            """
            SELECT proname FROM pg_proc LEFT JOIN pg_depend
                ON objid = pg_proc.oid AND deptype = 'e'
            WHERE pronamespace = 'public'::regnamespace AND objid IS NULL
            """,
        )
        == []
    )

    migrate.upgrade(fresh_database)
    assert migrate.check(fresh_database) == []


def test_rows_survive_the_way_down_and_up(fresh_database):
    migrate.upgrade(fresh_database)
    execute(fresh_database, *ROWS)

    migrate.downgrade(fresh_database, "202611222000")
    assert scalars(
        fresh_database,
        "SELECT name || ' ' || version || ' ' || filename FROM release_files",
    ) == ["Flask.Ext 1.0 flask_ext-1.0.tar.gz"]
    assert scalars(
        fresh_database,
        "SELECT username || ' ' || email FROM accounts_email "
        "JOIN accounts_user ON accounts_user.id = user_id",
    ) == ["Ann ann@example.com"]
    migrate.upgrade(fresh_database)

    assert scalars(fresh_database, "SELECT normalized_name FROM projects") == ["flask-ext"]
    assert scalars(fresh_database, DIGEST_OF_ROWS) == [
        "Ann|Owner|Flask.Ext|1.0|1|words|>=3|pip|Home|https://example.com/|Topic :: X|1"
    ]


def test_releases_with_advisories_become_statements_about_names(fresh_database):
    migrate.upgrade(fresh_database)
    about = "vulnerability_source, vulnerability_id"
    execute(
        fresh_database,
        *ROWS,
        "INSERT INTO vulnerabilities (source, id) VALUES ('osv', 'A-1'), ('osv', 'A-2')",
        f"INSERT INTO release_vulnerabilities (release_id, {about}) "
        "SELECT id, 'osv', 'A-1' FROM releases",
        f"INSERT INTO affected_names (normalized_name, {about}, versions, ranges) "
        "VALUES ('elsewhere', 'osv', 'A-2', '{1}', '[]')",
    )
    migrate.downgrade(fresh_database, "202611290310")
    assert scalars(fresh_database, "SELECT id FROM vulnerabilities") == ["A-1"]
    migrate.upgrade(fresh_database)
    said = "SELECT concat_ws(' ', normalized_name, vulnerability_id, versions[1])"
    same = "noted = (SELECT noted FROM release_vulnerabilities)"
    found = scalars(fresh_database, f"{said} FROM affected_names WHERE {same}")
    assert found == ["flask-ext A-1 1"]


ROWS = (
    "INSERT INTO users (username, password) VALUES ('Ann', '!')",
    'INSERT INTO user_emails (user_id, email, "primary") '
    "SELECT id, 'ann@example.com', true FROM users WHERE username = 'ann'",
    "INSERT INTO projects (name) VALUES ('Flask.Ext')",
    "INSERT INTO roles (role_name, user_id, project_id) "
    "SELECT 'Owner', users.id, projects.id FROM users, projects WHERE username = 'ann'",
    "INSERT INTO release_descriptions (raw) VALUES ('words')",
    "INSERT INTO releases (project_id, version, canonical_version, description_id, "
    "requires_python) SELECT projects.id, '1.0', '1', release_descriptions.id, '>=3' "
    "FROM projects, release_descriptions",
    "INSERT INTO release_files (release_id, filename, path, packagetype, python_version, "
    "md5_digest) SELECT id, 'flask_ext-1.0.tar.gz', 'p', 'sdist', 'source', 'd' "
    "FROM releases",
    "INSERT INTO release_dependencies (release_id, kind, specifier) "
    "SELECT id, 4, 'pip' FROM releases",
    "INSERT INTO release_urls (release_id, name, url) "
    "SELECT id, 'Home', 'https://example.com/' FROM releases",
    "INSERT INTO trove_classifiers (classifier) VALUES ('Topic :: X')",
    "INSERT INTO release_classifiers (release_id, trove_id) "
    "SELECT releases.id, trove_classifiers.id FROM releases, trove_classifiers",
    "INSERT INTO journals (name, version, action, submitted_by) "
    "VALUES ('Flask.Ext', '1.0', 'new release', 'ANN')",
)

DIGEST_OF_ROWS = """
SELECT concat_ws('|', username, role_name, projects.name, version, canonical_version, raw,
    release_files.requires_python, specifier, release_urls.name, url, classifier,
    last_serial)
FROM roles
JOIN users ON users.id = roles.user_id
JOIN projects ON projects.id = roles.project_id
JOIN releases ON releases.project_id = projects.id
JOIN release_descriptions ON release_descriptions.id = releases.description_id
JOIN release_files ON release_files.release_id = releases.id
JOIN release_dependencies ON release_dependencies.release_id = releases.id
JOIN release_urls ON release_urls.release_id = releases.id
JOIN release_classifiers ON release_classifiers.release_id = releases.id
JOIN trove_classifiers ON trove_classifiers.id = release_classifiers.trove_id
"""


def test_two_upgrades_at_once_do_not_collide(fresh_database):
    failures = []

    def upgrade():
        try:
            migrate.upgrade(fresh_database)
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert migrate.current(fresh_database) == migrate.head()


def test_a_strange_revision_is_refused(fresh_database):
    execute(
        fresh_database,
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('f39c1ad8b1fe')",
    )
    assert migrate.is_ahead(fresh_database)
    with pytest.raises(migrate.UnknownRevision, match="f39c1ad8b1fe"):
        migrate.upgrade(fresh_database)


def test_a_legacy_database_is_sent_to_adoption(fresh_database):
    execute(fresh_database, "CREATE TABLE accounts_user (id int)")
    with pytest.raises(migrate.LegacyDatabase, match="warehouse db adopt"):
        migrate.upgrade(fresh_database)


def test_no_server_and_no_url():
    with pytest.raises(migrate.MigrationError, match="not the URL"):
        migrate.current("nonsense")
    with pytest.raises(migrate.MigrationError, match="The database refused"):
        migrate.current("postgresql+psycopg://nobody@/nowhere?host=/nonexistent")


def test_a_table_in_the_way_is_named(fresh_database):
    execute(fresh_database, "CREATE TABLE journals (id int)")
    with pytest.raises(migrate.MigrationError, match="journals"):
        migrate.upgrade(fresh_database)


def test_an_unknown_target_is_refused(fresh_database):
    with pytest.raises(migrate.MigrationError, match="nonsense"):
        migrate.upgrade(fresh_database, "nonsense")


def test_a_migrated_database_has_the_rows_every_index_needs(fresh_database):
    migrate.upgrade(fresh_database)
    assert scalars(fresh_database, "SELECT username FROM users ORDER BY 1") == [
        "admin",
        "deleted-user",
    ]
    assert len(scalars(fresh_database, "SELECT id FROM admin_flags")) == 12
    assert scalars(
        fresh_database, "SELECT name FROM prohibited_project_names ORDER BY 1"
    ) == ["requirements-txt", "rrequirements-txt"]

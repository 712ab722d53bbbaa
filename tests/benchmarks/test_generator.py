"""The generator makes an index that is consistent, the same each time, and served."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.benchmarks.generator import BIG, SMALL, THOUSAND, fill
from tests.fixtures.postgres import database
from tests.integration.scale.index import Index

COUNT = 60
SIMPLE_JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}

# What triggers would have written, had rows come one by one; none of these finds a row.
DERIVED = {
    "names": """
        SELECT FROM projects WHERE normalized_name <> normalize_pep426_name(name)
            OR sitemap_bucket <> sitemap_bucket(name)
    """,
    "people": "SELECT FROM users WHERE sitemap_bucket <> sitemap_bucket(username::text)",
    "serials": """
        SELECT FROM projects WHERE last_serial <>
            (SELECT max(id) FROM journals WHERE journals.name = projects.name)
    """,
    "sizes": """
        SELECT FROM projects WHERE total_size <> (
            SELECT sum(size) FROM release_files JOIN releases ON releases.id = release_id
            WHERE project_id = projects.id
        )
    """,
    "pre-releases": """
        SELECT FROM releases WHERE is_prerelease <> pep440_is_prerelease(version)
    """,
    "requires_python": """
        SELECT FROM release_files JOIN releases ON releases.id = release_id
        WHERE release_files.requires_python IS DISTINCT FROM releases.requires_python
    """,
    "filenames": """
        SELECT filename FROM release_files EXCEPT SELECT filename FROM file_registry
    """,
    "the order of time": """
        SELECT FROM journals a JOIN journals b ON b.id = a.id + 1
        WHERE b.submitted_date < a.submitted_date
    """,
    "counts": "SELECT FROM row_counts WHERE table_name = 'projects' AND count <> 60",
}


@pytest.fixture(scope="module")
def filled(postgres_url: str, migrated_template: str) -> Iterator[str]:
    with database(postgres_url, template=migrated_template) as url:
        fill(url, COUNT)
        yield url


@pytest.fixture
def connection(filled: str) -> Iterator[psycopg.Connection]:
    where = make_url(filled).set(drivername="postgresql")
    with psycopg.connect(where.render_as_string(hide_password=False)) as connection:
        yield connection


@pytest.mark.parametrize("what", DERIVED)
def test_columns_kept_by_triggers_are_right(
    connection: psycopg.Connection, what: str
) -> None:
    assert connection.execute(DERIVED[what]).fetchall() == []


def test_the_sizes_of_projects_are_as_described(connection: psycopg.Connection) -> None:
    found = connection.execute("""
        SELECT name, count(DISTINCT releases.id), count(*)
        FROM projects
        JOIN releases ON project_id = projects.id
        JOIN release_files ON release_id = releases.id
        GROUP BY name
    """).fetchall()
    sizes = {name: (releases, files) for name, releases, files in found}
    assert len(sizes) == COUNT
    assert sizes[SMALL] == (3, 6)
    assert sizes[THOUSAND] == (200, 1_000)
    assert sizes[BIG] == (1_200, 5_000)
    files = sorted(count for _, count in sizes.values())
    assert files[COUNT // 2] <= 5


def test_the_schema_is_as_it_was(
    connection: psycopg.Connection, migrated_database: str
) -> None:
    """Indexes, constraints and triggers are back, and checked what is there."""
    described = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, indexname, indexdef, true FROM pg_indexes
        WHERE schemaname = 'public'
        UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid),
            tgenabled = 'O'
        FROM pg_trigger WHERE NOT tgisinternal
        ORDER BY 1, 2, 3
    """
    engine = create_engine(migrated_database)
    with engine.connect() as other:
        expected = [tuple(row) for row in other.execute(text(described))]
    engine.dispose()
    assert connection.execute(described).fetchall() == expected


def test_the_same_every_time(
    connection: psycopg.Connection, migrated_database: str
) -> None:
    fill(migrated_database, COUNT)
    query = "SELECT name, total_size, last_serial FROM projects ORDER BY name"
    engine = create_engine(migrated_database)
    with engine.connect() as other:
        again = [tuple(row) for row in other.execute(text(query))]
    engine.dispose()
    assert connection.execute(query).fetchall() == again


def test_an_index_in_use_is_not_filled(filled: str) -> None:
    with pytest.raises(ValueError, match="give an empty one"):
        fill(filled, COUNT)


def test_the_journal_goes_on(connection: psycopg.Connection) -> None:
    [(last,)] = connection.execute("SELECT max(id) FROM journals").fetchall()
    adding = "INSERT INTO journals (name, action) VALUES ('x', 'create') RETURNING id"
    assert connection.execute(adding).fetchall() == [(last + 1,)]
    connection.rollback()


def test_its_pages_are_served(filled: str, valkey_url: str, tmp_path: Path) -> None:
    index = Index(
        {
            "DATABASE_URL": filled,
            "REDIS_URL": valkey_url,
            "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
            "FILES_PATH": str(tmp_path),
            "LOG_LEVEL": "WARNING",
        }
    )
    try:
        found = [_files(index, name) for name in (SMALL, THOUSAND, BIG)]
    finally:
        index.close()
    assert found == [6, 1_000, 5_000]


def _files(index: Index, name: str) -> int:
    """Return the number of files of a project, the same in every place that tells it."""
    assert f">{name} <" in index.client.get(f"/project/{name}/").text
    links = index.client.get(f"/simple/{name}/").text.count("<a ")
    simple: Any = index.client.get(f"/simple/{name}/", headers=SIMPLE_JSON).json
    legacy: Any = index.client.get(f"/pypi/{name}/json").json
    counted = {
        *(links, len(simple["files"])),
        sum(len(files) for files in legacy["releases"].values()),
    }
    assert len(counted) == 1
    return links

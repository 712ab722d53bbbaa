"""Filling a database: shapes first, then all releases in the order of time."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from random import Random

import psycopg
from sqlalchemy import make_url
from trove_classifiers import sorted_classifiers

from tests.benchmarks.generator import bulk
from tests.benchmarks.generator.rows import COLUMNS, Lines, Maker, People, moment
from tests.benchmarks.generator.shapes import Project, projects
from warehouse.packaging.names import normalize

TABLES = ("users", "user_emails", "projects", "roles", *COLUMNS)
_BATCH = 5_000

_COUNTS = """
    INSERT INTO row_counts (table_name, count) VALUES
        ('users', (SELECT count(*) FROM users)),
        ('projects', (SELECT count(*) FROM projects)),
        ('releases', (SELECT count(*) FROM releases)),
        ('release_files', (SELECT count(*) FROM release_files))
    ON CONFLICT (table_name) DO UPDATE SET count = excluded.count
"""


def fill(url: str, count: int, *, seed: int = 1) -> dict[str, int]:
    """Put `count` projects into the empty index at `url`; answers how large tables are."""
    plain = make_url(url).set(drivername="postgresql")
    where = plain.render_as_string(hide_password=False)
    with psycopg.connect(where) as connection:
        if connection.execute("SELECT FROM journals LIMIT 1").rowcount:
            raise ValueError(f"{plain} is an index that was used: give an empty one")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        connection.execute("SET LOCAL work_mem = '256MB'")
        classifiers = _classifiers(connection)
        with bulk.bare(connection, TABLES), connection.cursor() as cursor:
            _fill(cursor, count, Random(seed), classifiers)
        connection.execute("SELECT setval('journals_id_seq', max(id)) FROM journals")
        connection.execute(_COUNTS)
    with psycopg.connect(where, autocommit=True) as connection:
        everything = (*TABLES, "trove_classifiers", "row_counts")
        connection.execute(f"VACUUM (ANALYZE) {', '.join(everything)}")
        return {table: _count(connection, table) for table in TABLES}


def _fill(
    cursor: psycopg.Cursor, count: int, random: Random, classifiers: list[int]
) -> None:
    # Only what was emptied in the same transaction may come as if it were old.
    cursor.execute(f"TRUNCATE {', '.join(COLUMNS)}")
    people = _people(cursor, max(2, count * 6 // 10), random)
    made = projects(count, random, len(people.ids))
    maker = Maker(random, people, classifiers)
    order = _order(made, random)
    # Lines are made while the database still takes those made before.
    with ThreadPoolExecutor(1) as copying:
        sent = copying.submit(_copy, cursor, {})
        for number, index in enumerate(order, 1):
            maker.release(made[index], number / len(order))
            if number % _BATCH == 0 or number == len(order):
                sent.result()
                sent = copying.submit(_copy, cursor, maker.take())
        sent.result()
    _projects(cursor, made)
    _roles(cursor, made, people, random)


def _order(made: list[Project], random: Random) -> list[int]:
    """For each release in the order of time, which project it is of."""
    order = [index for index, each in enumerate(made) for _ in range(each.releases)]
    random.shuffle(order)
    return order


def _copy(cursor: psycopg.Cursor, made: Lines) -> None:
    for table, lines in made.items():
        bulk.copy(cursor, table, COLUMNS[table], lines, options="FREEZE")


def _people(cursor: psycopg.Cursor, count: int, random: Random) -> People:
    ids = [f"{random.getrandbits(128):032x}" for _ in range(count)]
    people = People(ids, [f"person{number}" for number in range(count)])
    joined = [moment(number / count / 2) for number in range(count)]
    rows = (
        f"{id}\t{name}\tA Person\t!\tt\t{when}\t{when}\t{when}\t{_bucket(name)}\n"
        for id, name, when in zip(ids, people.names, joined, strict=True)
    )
    columns = "id, username, name, password, is_active, date_joined, last_login"
    bulk.copy(cursor, "users", f"{columns}, password_date, sitemap_bucket", rows)
    rows = (
        f"{id}\t{name}@example.com\tt\tt\n"
        for id, name in zip(ids, people.names, strict=True)
    )
    bulk.copy(cursor, "user_emails", "user_id, email, primary, verified", rows)
    return people


def _projects(cursor: psycopg.Cursor, made: list[Project]) -> None:
    columns = "id, name, normalized_name, created, last_serial, total_size, sitemap_bucket"
    rows = (
        f"{each.id}\t{each.name}\t{normalize(each.name)}\t{each.created}\t"
        f"{each.last_serial}\t{each.total_size}\t{_bucket(each.name)}\n"
        for each in made
    )
    bulk.copy(cursor, "projects", columns, rows)


def _roles(
    cursor: psycopg.Cursor, made: list[Project], people: People, random: Random
) -> None:
    """An owner for each project, and now and then somebody beside them."""
    rows = []
    for project in made:
        rows.append(f"Owner\t{people.ids[project.owner]}\t{project.id}\n")
        other = int(random.random() * 5 * len(people.ids))
        if other < len(people.ids) and other != project.owner:
            rows.append(f"Maintainer\t{people.ids[other]}\t{project.id}\n")
    bulk.copy(cursor, "roles", "role_name, user_id, project_id", rows)


def _classifiers(connection: psycopg.Connection) -> list[int]:
    """The ids of all classifiers, added where they are missing."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO trove_classifiers (ordering, classifier) VALUES (%s, %s)"
            " ON CONFLICT (classifier) DO NOTHING",
            list(enumerate(sorted_classifiers)),
        )
        found = cursor.execute("SELECT id FROM trove_classifiers ORDER BY ordering, id")
        return [number for (number,) in found]


def _bucket(name: str) -> str:
    return hashlib.sha512(name.encode()).hexdigest()[:2]


def _count(connection: psycopg.Connection, table: str) -> int:
    with connection.cursor() as cursor:
        return _number(cursor, f"SELECT count(*) FROM {table}")


def _number(cursor: psycopg.Cursor, query: str) -> int:
    [(number,)] = cursor.execute(query).fetchall()
    return number

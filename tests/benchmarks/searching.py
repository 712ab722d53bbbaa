"""Measuring searches: `python -m tests.benchmarks.searching --projects 1000000 URL`.

Fills a migrated and empty database with projects and their documents and nothing else, if
it has none; then asks what people ask, mixed as they mix it, through the whole application
without its caches, and prints how long the answers took.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import itemgetter
from random import Random
from statistics import median
from urllib.parse import urlencode
from uuid import UUID

import psycopg
from sqlalchemy import make_url
from trove_classifiers import sorted_classifiers

from tests.benchmarks.generator import bulk
from tests.benchmarks.generator.names import WORDS, names
from tests.benchmarks.generator.vocabulary import Vocabulary
from tests.fixtures.client import Client
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.packaging.names import normalize
from warehouse.search.documents import FORM, facets_of, row_of
from warehouse.search.facts import ProjectFacts
from warehouse.settings import Settings, load

Row = tuple[str, str, dict[str, str]]

_BATCH = 5_000
_SHOWN = 8
_FIRST = datetime(2008, 1, 1)  # noqa: DTZ001
_DAYS = 6_700
_PYTHONS = (None, ">=3.6", ">=3.8", ">=3.9", ">=3.10", ">=3.11,<4")
_LICENSES = ("MIT", "MIT", "MIT", "Apache-2.0", "BSD-3-Clause", "GPL-3.0-only", None)

_NEEDED = (*("requests", "numpy") * 9, *WORDS)

_STAGE = """
    CREATE TEMPORARY TABLE staged (
        project_id uuid, name text, normalized_name text, version text, summary text,
        status text, created timestamp, updated timestamp, standing double precision,
        dependents integer, facets integer[], name_words text, summary_words text,
        keyword_words text, description_words text, tags text[]
    )
"""
_COLUMNS = (
    "project_id, name, normalized_name, version, summary, status, created, updated,"
    " standing, dependents, facets, name_words, summary_words, keyword_words,"
    " description_words, tags"
)
_PROJECTS = """
    INSERT INTO projects (id, name, normalized_name, created, sitemap_bucket)
    SELECT project_id, name, normalized_name, created, '00' FROM staged
"""
_DOCUMENTS = f"""
    INSERT INTO search_documents (
        project_id, name, normalized_name, version, summary, status, created,
        updated, standing, dependents, prominence, facets, words, document, form
    )
    SELECT project_id, name, normalized_name, version, summary, status, created,
        updated, standing, dependents, standing + 2 * ln(1 + dependents), facets, words,
        words || setweight(to_tsvector('english', description_words), 'D')
            || array_to_tsvector(tags), {FORM}
    FROM staged CROSS JOIN LATERAL (
        SELECT setweight(to_tsvector('english', name_words), 'A')
            || setweight(to_tsvector('english', summary_words), 'B')
            || setweight(to_tsvector('english', keyword_words), 'C') AS words
    ) AS written
"""


def fill(url: str, count: int) -> None:
    """Put `count` projects and their documents into the empty database at `url`."""
    with psycopg.connect(url) as connection:
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        connection.execute("SET LOCAL max_parallel_maintenance_workers = 2")
        connection.execute(_STAGE)
        with (
            bulk.bare(connection, ("projects", "search_documents")),
            connection.cursor() as cursor,
        ):
            _fill(cursor, count)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) projects, search_documents, search_facets")


def _fill(cursor: psycopg.Cursor, count: int) -> None:
    random = Random(1)
    words = Vocabulary(random)
    numbers: dict[tuple[str, str], int] = {}
    lines: list[str] = []
    for place, name in enumerate(names(count, random, set()), 1):
        lines.append(_line(_facts(name, random, words), numbers, random))
        if len(lines) == _BATCH or place == count:
            bulk.copy(cursor, "staged", _COLUMNS, lines)
            for statement in (_PROJECTS, _DOCUMENTS, "TRUNCATE staged"):
                cursor.execute(statement)
            lines = []
    cursor.executemany(
        "INSERT INTO search_facets (id, kind, value) OVERRIDING SYSTEM VALUE"
        " VALUES (%s, %s, %s)",
        [(number, kind, value) for (kind, value), number in numbers.items()],
    )


def _facts(name: str, random: Random, words: Vocabulary) -> ProjectFacts:
    created = _FIRST + timedelta(days=_DAYS * random.random() ** 0.5)
    places = {int(random.random() ** 2 * 600) for _ in range(int(random.random() * 8))}
    return ProjectFacts(
        project_id=UUID(int=random.getrandbits(128)),
        name=name,
        status="archived" if random.random() < 0.02 else "active",
        created=created,
        version=f"{int(random.random() * 9)}.{int(random.random() * 30)}",
        summary=words.summary(name),
        keywords=words.keywords(),
        requires_python=random.choice(_PYTHONS),
        license_expression=random.choice(_LICENSES),
        description=words.description(),
        classifiers=[sorted_classifiers[place] for place in sorted(places)],
        has_wheel=random.random() < 0.7,
        has_provenance=random.random() < 0.2,
        releases=min(800, int(random.paretovariate(1.1))),
        has_sdist=random.random() < 0.9,
        is_typed=random.random() < 0.2,
        is_latest_yanked=random.random() < 0.01,
        authors=" ".join(random.choices(WORDS, k=2)),
        imports=[normalize(name).replace("-", "_")],
        commands=[normalize(name)] if random.random() < 0.2 else [],
        requires=[random.choice(_NEEDED) for _ in range(int(random.random() * 6))],
        updated=created + (datetime(2026, 6, 1) - created) * random.random() ** 2,  # noqa: DTZ001
    )


def _line(facts: ProjectFacts, numbers: dict[tuple[str, str], int], random: Random) -> str:
    """The document in COPY's text format; a hundredth of all are prominent."""
    facets = sorted(
        numbers.setdefault(facet, len(numbers) + 1) for facet in facets_of(facts)
    )
    rank = random.random()
    tiers = [-2, -1] if rank < 0.01 else [-1] if rank < 0.1 else []
    dependents = int(0.05 / (rank + 1e-6)) if tiers else 0
    row = {**row_of(facts), "dependents": dependents}
    row["tags"] = "{" + ",".join(f'"{each}"' for each in row["tags"]) + "}"
    row["facets"] = "{" + ",".join(map(str, (*tiers, *facets))) + "}"
    return "\t".join(str(row[column]) for column in _COLUMNS.split(", ")) + "\n"


def questions(url: str, count: int) -> Iterator[Row]:
    """Return questions (kind, path, parameters), the same each time for an index."""
    random = Random(2)
    words = Vocabulary(Random(1))
    with psycopg.connect(url) as connection:
        known = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM search_documents ORDER BY normalized_name COLLATE "
                '"C" LIMIT 20000 OFFSET (SELECT count(*) / 2 FROM search_documents)'
            )
        ]
    for _ in range(count):
        kind = random.choices(tuple(_MIX), cum_weights=_SHARES)[0]
        name = random.choice(known)
        path, given = _MIX[kind][1](random, words, name)
        yield kind, path, given


def _page(**given: str) -> tuple[str, dict[str, str]]:
    return "/search/", given


def _operator(random: Random, name: str) -> str:
    """One of the operators, of those that find few projects and of those that find many."""
    module = normalize(name).replace("-", "_")
    return random.choice(
        (
            f"import:{module}",
            f"command:{normalize(name)}",
            f"depends:{random.choice(_NEEDED)}",
            f"-depends:{random.choice(_NEEDED)} has:types",
            f"author:{random.choice(WORDS)}",
            f"keyword:{random.choice(WORDS)}",
            "license:mit is:archived",
            "-license:MIT python:3.12 has:wheel",
            "updated:>=2025-06",
            "updated:2019..2020 has:sdist",
            "user:nobody",
        )
    )


def _slip(name: str, random: Random) -> str:
    place = random.randrange(max(1, len(name) - 1))
    return name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :]


# Kind: (share in percent, question)
_MIX = {
    "exact name": (18, lambda r, w, n: _page(q=n)),
    "beginning of a name": (8, lambda r, w, n: _page(q=n[: max(3, len(n) // 2)])),
    "name with a slip": (6, lambda r, w, n: _page(q=_slip(n, r))),
    "one subject": (14, lambda r, w, n: _page(q=r.choice(WORDS))),
    "two subjects": (14, lambda r, w, n: _page(q=" ".join(r.choices(WORDS, k=2)))),
    "words of a text": (8, lambda r, w, n: _page(q=w.text(3))),
    "a very common word": (4, lambda r, w, n: _page(q=r.choice(("python", "py", "file")))),
    "phrase": (3, lambda r, w, n: _page(q=f'"{" ".join(r.choices(WORDS, k=2))}"')),
    "exclusion": (
        2,
        lambda r, w, n: _page(q=f"{r.choice(WORDS)} -{r.choice(WORDS)}"),
    ),
    "everything": (
        3,
        lambda r, w, n: _page(o=r.choice(("", "-created", "newest", "name"))),
    ),
    "filters": (
        6,
        lambda r, w, n: _page(
            q=r.choice(("", r.choice(WORDS))),
            c=sorted_classifiers[int(r.random() ** 2 * 600)],
            wheels=r.choice(("", "yes")),
            updated=r.choice(("", "year")),
        ),
    ),
    "operators": (
        6,
        lambda r, w, n: _page(q=f"{r.choice(('', r.choice(WORDS)))} {_operator(r, n)}"),
    ),
    "recently updated": (4, lambda r, w, n: _page(q=r.choice(WORDS), o="-created")),
    "third page": (2, lambda r, w, n: _page(q=r.choice(WORDS), page="3")),
    "suggestion": (
        8,
        lambda r, w, n: ("/search/suggest/", {"q": n[: r.randint(1, max(1, len(n)))]}),
    ),
}
_SHARES = [
    sum(share for share, _ in list(_MIX.values())[: n + 1]) for n in range(len(_MIX))
]


def measure(client: Client, asked: list[Row]) -> None:
    """Ask everything once, and print the milliseconds that it took, by kind."""
    taken: dict[str, list[float]] = defaultdict(list)
    slowest: list[tuple[float, str, dict[str, str]]] = []
    for kind, path, given in asked:
        begun = time.perf_counter()
        client.get(f"{path}?{urlencode(given)}", status="*")
        taken[kind].append((time.perf_counter() - begun) * 1000)
        slowest.append((taken[kind][-1], path, given))
    print(f"{'ms':24}{'n':>6}{'median':>9}{'p99':>9}{'worst':>9}")
    for kind in _MIX:
        if taken[kind]:
            _print(kind, taken[kind])
    for milliseconds, path, given in sorted(slowest, key=itemgetter(0))[-_SHOWN:]:
        print(f"{milliseconds:8.1f}  {path} {given}")
    _print("all", [each for times in taken.values() for each in times])


def _print(kind: str, times: list[float]) -> None:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    numbers = f"{median(ordered):9.1f}{p99:9.1f}{ordered[-1]:9.1f}"
    print(f"{kind:24}{len(ordered):6}{numbers}")


def main() -> None:
    """Fill the database if it is empty, warm PostgreSQL up, and measure."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.searching")
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("url", metavar="DATABASE_URL")
    given = parser.parse_args()
    url = make_url(given.url).set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(url) as connection:
        is_empty = connection.execute("SELECT FROM search_documents LIMIT 1").rowcount == 0
    if is_empty:
        begun = time.monotonic()
        fill(url, given.projects)
        print(f"filled in {time.monotonic() - begun:.0f} s")
    environment = {
        "DATABASE_URL": url,
        "REDIS_URL": os.environ.get("REDIS_URL", "unix:///nowhere.sock"),
        "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
        "FILES_PATH": tempfile.gettempdir(),
        "LOG_LEVEL": "ERROR",
    }
    config = configure(load(Settings, environment))
    client = Client(wrap(config), config.registry)
    asked = list(questions(url, given.questions))
    for _, path, parameters in asked[: given.questions // 4]:
        client.get(f"{path}?{urlencode(parameters)}", status="*")
    measure(client, asked)


if __name__ == "__main__":
    main()

"""Two indexes with the same three projects in them: a large one, and one of hardly more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.generator import fill
from tests.fixtures.postgres import database
from tests.integration.scale.index import Index

PROJECTS = 20_000


@pytest.fixture(scope="session")
def large(
    postgres_url: str,
    migrated_template: str,
    valkey_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Index]:
    """An index of a size at which the planner does not read whole tables by choice."""
    with database(postgres_url, template=migrated_template) as url:
        fill(url, PROJECTS)
        with _index(url, valkey_url, tmp_path_factory.mktemp("large")) as index:
            yield index


@pytest.fixture(scope="session")
def tiny(
    postgres_url: str,
    migrated_template: str,
    valkey_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Index]:
    """An index with hardly anything in it."""
    with database(postgres_url, template=migrated_template) as url:
        fill(url, 5)
        with _index(url, valkey_url, tmp_path_factory.mktemp("tiny")) as index:
            yield index


@contextmanager
def _index(url: str, valkey_url: str, files: Path) -> Iterator[Index]:
    index = Index(
        {
            "DATABASE_URL": url,
            "REDIS_URL": valkey_url,
            "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
            "FILES_PATH": str(files),
            "LOG_LEVEL": "WARNING",
            "TWO_FACTOR": "optional",
        }
    )
    try:
        yield index
    finally:
        index.close()

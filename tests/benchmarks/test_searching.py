"""The benchmark of searches fills an index, and asks it questions of every kind."""

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from tests.benchmarks import searching
from tests.fixtures.postgres import database
from tests.integration.scale.index import Index


@pytest.fixture(scope="module")
def filled(postgres_url: str, migrated_template: str) -> Iterator[str]:
    with database(postgres_url, template=migrated_template) as url:
        plain = make_url(url).set(drivername="postgresql").render_as_string(False)
        searching.fill(plain, 300)
        yield plain


def test_questions_are_the_same_each_time(filled: str) -> None:
    asked = list(searching.questions(filled, 200))
    assert asked == list(searching.questions(filled, 200))
    assert len({kind for kind, _, _ in asked}) > 10


def test_every_question_is_answered(
    filled: str, valkey_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    index = Index(
        {
            "DATABASE_URL": filled,
            "REDIS_URL": valkey_url,
            "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
            "LOG_LEVEL": "WARNING",
            "FILES_PATH": "/nonexistent",
        }
    )
    asked = list(searching.questions(filled, 60))
    answers = {
        index.client.get(path, given, status="*").status_code for _, path, given in asked
    }
    assert answers <= {200, 404}
    searching.measure(index.client, asked)
    index.close()
    assert "all                         60" in capsys.readouterr().out

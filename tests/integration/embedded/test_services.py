"""Services for a command's while, or those of an index that runs already."""

import psycopg
import pytest
import redis

from warehouse.embedded import DataDirectory, InUse, services


def works(environment) -> bool:
    with psycopg.connect(environment["DATABASE_URL"].replace("+psycopg", "")) as connection:
        answer = connection.execute("SELECT 1").fetchone()
    client = redis.Redis.from_url(environment["REDIS_URL"])
    pong = client.ping()
    client.close()
    return answer == (1,) and pong


def test_they_last_as_long_as_the_command(tmp_path):
    with services(tmp_path, {}) as environment:
        assert works(environment)
        assert environment["FILES_PATH"] == str(tmp_path / "files")
        assert len(environment["WAREHOUSE_SECRET"]) >= 32
    with pytest.raises(psycopg.OperationalError):
        works(environment)


def test_those_of_a_running_index_are_shared_and_left_running(index):
    index.start()
    with services(index.data, {}) as environment:
        assert works(environment)
    assert index.visit()[1] == "warehouse"


def test_services_named_by_the_environment_are_not_started(tmp_path):
    named = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://cache"}
    with services(tmp_path, named) as environment:
        assert environment["DATABASE_URL"] == named["DATABASE_URL"]
        assert environment["WAREHOUSE_SECRET"]
    assert not (tmp_path / "postgres").exists()
    assert not list((tmp_path / "valkey").iterdir())


def test_a_wholly_deployed_environment_is_left_alone(tmp_path):
    named = {"DATABASE_URL": "a", "REDIS_URL": "b", "WAREHOUSE_SECRET": "c"}
    with services(tmp_path / "var", named) as environment:
        assert environment == named
    assert not (tmp_path / "var").exists()


def test_a_holder_that_never_answers_is_named(tmp_path):
    data = DataDirectory.at(tmp_path)
    data.create()
    with data.locked(), pytest.raises(InUse), services(tmp_path, {}, patience=0.5):
        pass

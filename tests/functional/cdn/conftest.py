"""The application as it is when a CDN stands in front, over a database of its own."""

from contextlib import contextmanager

import pytest
import redis
from sqlalchemy import text

from tests.factories.accounts import make_user
from tests.fixtures.app import InlineDispatcher
from tests.fixtures.client import Client
from tests.fixtures.fastly import SERVICE, TOKEN
from tests.functional.forklift.conftest import Uploader
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.db import SessionFactory, Transaction
from warehouse.settings import Settings, load
from warehouse.tasks.registry import Dispatcher


class Index:
    """A configured application, what it is told, and a look into its log of purges."""

    def __init__(self, settings):
        self.config = configure(load(Settings, settings))
        self.registry = self.config.registry
        self.registry[Dispatcher] = self.dispatcher = InlineDispatcher()
        self.registry[redis.Redis].flushdb()
        self.application = wrap(self.config)
        self.client = Client(self.application, self.registry)

    @contextmanager
    def session(self):
        """A session that belongs to a transaction, committed at the end."""
        with self.registry[SessionFactory].transaction() as transaction:
            yield transaction.session

    def uploader(self, name="alice"):
        with self.registry[SessionFactory].make() as session:
            Transaction(session)
            return Uploader(self.client, make_user(session, name))

    def rows(self, columns):
        with self.session() as session:
            found = session.execute(
                text(f"SELECT {columns} FROM cache_purges ORDER BY position")
            )
            return [tuple(row) for row in found]

    def execute(self, statement):
        with self.session() as session:
            session.execute(text(statement))

    def wait(self, seconds):
        """Let that time pass for the log."""
        self.execute(
            f"UPDATE cache_purges SET due = due - interval '{seconds} s',"
            f" purged = purged - interval '{seconds} s'"
        )

    def close(self):
        self.registry[SessionFactory].engine.dispose()
        self.registry[redis.Redis].close()


@pytest.fixture
def make_index(migrated_database, environment, tmp_path):
    """Makes the application with more settings."""
    made = []

    def make(**settings):
        own = {"DATABASE_URL": migrated_database, "FILES_PATH": str(tmp_path / "files")}
        made.append(Index({**environment, **own, **settings}))
        return made[-1]

    yield make
    for index in made:
        index.close()


@pytest.fixture
def fastly_settings(fastly):
    return {
        "CDN_BACKEND": "fastly",
        "FASTLY_SERVICE_ID": SERVICE,
        "FASTLY_TOKEN": TOKEN,
        "FASTLY_API_URL": fastly.url,
    }


@pytest.fixture
def index(make_index, fastly_settings):
    """An index behind Fastly."""
    return make_index(**fastly_settings)

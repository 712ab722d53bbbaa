"""Sessions that read."""

import pytest
from sqlalchemy import func, select

from warehouse.db import SessionFactory, make_engine


@pytest.fixture
def sessions(postgres_url):
    factory = SessionFactory(make_engine(postgres_url, pool_size=1))
    yield factory
    factory.engine.dispose()


def stands_still(db):
    """Return whether the time is that of one transaction, which begins at its first."""
    return db.scalar(select(func.now())) == db.scalar(select(func.now()))


def test_statements_that_are_alone_begin_no_transaction(sessions):
    with sessions.autocommit() as db:
        assert not stands_still(db)
    with sessions.reading() as db:
        assert stands_still(db)

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


def test_a_look_is_no_transaction_and_leaves_none_behind(sessions):
    with sessions.looking() as db:
        assert not stands_still(db)
    with sessions.reading() as db:
        assert stands_still(db)

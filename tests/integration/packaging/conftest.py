"""A database that is adopted, and a look into it afterwards."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


@pytest.fixture
def session(fresh_database):
    engine = create_engine(fresh_database)
    with Session(engine) as session:
        yield session
    engine.dispose()

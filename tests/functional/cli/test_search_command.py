"""`warehouse search`."""

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from tests.factories.packaging import make_project, make_release


def test_everything_is_written_anew(warehouse):
    engine = create_engine(warehouse.environment["DATABASE_URL"])
    with Session(engine) as db:
        for name in ("one", "two"):
            make_release(db, make_project(db, name), "1.0", summary=f"It is {name}")
        make_project(db, "nothing")
        warehouse.good("search", "reindex")
        db.execute(text("UPDATE search_documents SET summary = 'wrong' WHERE name = 'one'"))
        db.execute(text("DELETE FROM search_documents WHERE name = 'two'"))
        db.commit()
        warehouse.good("search", "reindex")
        found = db.execute(text("SELECT name, summary FROM search_documents ORDER BY name"))
        assert found.all() == [("one", "It is one"), ("two", "It is two")]
    engine.dispose()

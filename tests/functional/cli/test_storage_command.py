"""`warehouse storage`."""

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from tests.factories.packaging import make_file, make_project, make_release

STOPPED = """
    CREATE FUNCTION stop_it() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.state := 'stopped'; RETURN NEW; END $$;
    CREATE TRIGGER staff BEFORE UPDATE ON storage_checks
        FOR EACH ROW EXECUTE FUNCTION stop_it()
"""
"""Has somebody stop each check during its first step."""


def test_rows_and_blobs_are_compared(warehouse):
    assert "never checked" in warehouse.refused("storage", "findings")
    said = warehouse.good("storage", "check")
    assert said == "0 files, 0 blobs: 0 missing, 0 damaged, 0 unnamed.\n"
    engine = create_engine(warehouse.environment["DATABASE_URL"])
    with Session(engine) as db:
        path = make_file(db, make_release(db, make_project(db)), "a-1.tar.gz").path
    assert "1 missing" in warehouse.refused("storage", "check", "--read")
    [row] = warehouse.rows("storage", "findings")
    assert (row["kind"], row["path"]) == ("missing", path)
    with engine.begin() as connection:
        connection.execute(text(STOPPED))
    engine.dispose()
    assert "stopped at /admin/storage/ after 1 files" in warehouse.refused(
        "storage", "check"
    )

"""Searching, as people do it."""

from sqlalchemy.orm import Session

from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from warehouse.search.services import DocumentService


def test_a_project_is_found_by_its_name(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail")
    make_release(db, project, "1.0", summary="Finds what is lost")
    DocumentService(db).index([project.id])
    db.commit()
    page = client.get("/search/?q=holy_grail")
    assert "/project/Holy.Grail/" in page.text
    assert "Finds what is lost" in page.text

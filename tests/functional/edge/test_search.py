"""Results are kept for everyone, each question by itself, until a project changes."""

import orjson
from sqlalchemy import select

from tests.factories.accounts import make_user
from warehouse.accounts.models import User
from warehouse.packaging.models import (
    Description,
    JournalEntry,
    Project,
    Release,
    Role,
)
from warehouse.purges import purge
from warehouse.search.caching import SEARCH
from warehouse.search.services import DocumentService


def publish(name):
    def change(db):
        project = Project(name=name)
        release = Release(
            project=project, version="1.0", description=Description(raw=""), ordering=1
        )
        db.add_all([project, release, JournalEntry(name=name, action="create")])
        db.flush()
        DocumentService(db).index([project.id])
        purge(db, SEARCH)

    return change


def found(edge, query):
    answer = edge.get(f"/api/search/?{query}")
    return [each["name"] for each in orjson.loads(answer.body)["results"]]


def test_results_are_kept_until_a_project_changes(start_edge):
    edge = start_edge()
    edge.write(publish("holy-grail"))
    assert found(edge, "q=holy") == ["holy-grail"]
    for _ in range(2):
        edge.tally.clear()
        assert found(edge, "q=holy&utm=x") == ["holy-grail"]
        assert b"holy-grail" in edge.get("/search/?q=holy").body
        assert b"holy-grail" in edge.get("/search/suggest/?q=ho").body
    assert edge.tally["filled"] == 0
    edge.write(publish("holy-hand-grenade"))
    assert found(edge, "q=holy") == ["holy-grail", "holy-hand-grenade"]
    assert b"holy-hand-grenade" in edge.get("/search/?q=holy").body
    assert b"holy-hand-grenade" in edge.get("/search/suggest/?q=ho").body


def test_projects_of_somebody_are_kept_until_their_roles_change(start_edge):
    edge = start_edge()
    edge.write(publish("holy-grail"))
    edge.write(lambda db: make_user(db, "ann"))
    for _ in range(2):
        assert found(edge, "q=user:ann") == []

    def hire(db):
        user = db.scalar(select(User).where(User.username == "ann"))
        project = db.scalar(select(Project))
        db.add(Role(user=user, project=project, role_name="Owner"))

    edge.write(hire)
    assert found(edge, "q=user:ann") == ["holy-grail"]
    edge.write(lambda db: db.delete(db.scalar(select(Role))))
    assert found(edge, "q=user:ann") == []


def test_a_refused_search_is_not_stored(start_edge):
    edge = start_edge()
    for query, status in (("page=x", 400), ("page=9", 404), ("q=" + "x" * 1001, 413)):
        for _ in range(2):
            assert edge.get(f"/search/?{query}").status == status
    edge.tally.clear()
    assert edge.get("/search/?page=x").status == 400
    assert edge.tally["hit"] == 0

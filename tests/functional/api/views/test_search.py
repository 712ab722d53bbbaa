"""A search within a view finds the projects of which it shows a file, and no others."""

from datetime import UTC, datetime

from sqlalchemy import update

from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.views import make_view
from warehouse.index_views.models import IndexViewVersion
from warehouse.index_views.reading import read_rule
from warehouse.index_views.rules import Rule
from warehouse.index_views.searching import search_view
from warehouse.index_views.showing import SeenView
from warehouse.packaging.models import File
from warehouse.search.bounds import BOUNDS
from warehouse.search.questions import read
from warehouse.search.services import DocumentService

JSON = {"Accept": "application/json"}


def publish(db, name, *versions, **columns):
    project = make_project(db, name, **columns)
    for version in versions:
        make_file(db, make_release(db, project, version), f"{name}-{version}.tar.gz")
    DocumentService(db).index([project.id])
    db.commit()
    return project


def test_the_newest_version_is_that_which_the_view_shows(client, db):
    publish(db, "quarry", "1.0", "2.0", "3.0rc1")
    publish(db, "quarrel", "2.0")
    publish(db, "quarrier", "1.0")
    make_view(db, "calm", 'deny = ["quarr*>=2", "quarrier"]')
    found = client.get("/views/calm/search/?q=quarr", headers=JSON).json
    uploaded = found["results"][0].pop("uploaded")
    assert datetime.fromisoformat(uploaded) <= datetime.now(UTC)
    assert found == {
        **{"view": "calm", "version": 1, "as-of": None, "page": 1, "next": None},
        **{"looked-at": 3, "elsewhere": []},
        "results": [
            {
                **{"name": "quarry", "version": "1.0", "status": "active"},
                **{"summary": "", "url": "http://localhost/views/calm/why/quarry/"},
            }
        ],
    }
    page = client.get("/views/calm/search/?q=quarr")
    assert "quarry" in page.text
    assert "quarrel" not in page.text


def test_a_page_is_filled_from_the_next_ones_and_looks_at_few(client, db):
    for number in range(110):
        publish(db, f"quarry-{number:03}", "1.0")
    make_view(db, "few", 'allow = ["quarry-00*", "quarry-10*"]')
    query = "?q=quarry&o=name"
    first = client.get(f"/views/few/search/{query}", headers=JSON).json
    assert (len(first["results"]), first["looked-at"]) == (10, 100)
    rest = client.get(first["next"], headers=JSON).json
    assert [each["name"] for each in rest["results"]] == [
        f"quarry-{number}" for number in range(100, 110)
    ]
    assert rest["next"] is None
    make_view(db, "all")
    full = client.get(f"/views/all/search/{query}", headers=JSON).json
    assert (len(full["results"]), full["looked-at"]) == (20, 20)


def test_a_search_in_the_past_shows_what_was_there(client, db):
    publish(db, "quarry", "1.0", "2.0")
    before = datetime(2020, 1, 1, tzinfo=UTC)
    make_view(db, "calm")
    db.execute(update(IndexViewVersion).values(created=before))
    mine = File.filename == "quarry-1.0.tar.gz"
    db.execute(update(File).where(mine).values(upload_time=before))
    db.commit()
    path = "/views/calm@2020-02-01/search/?q=quarry"
    (found,) = client.get(path, headers=JSON).json["results"]
    assert found["version"] == "1.0"
    foreign = SeenView("foreign", 1, "", Rule(sources=("upstreams",)))
    question = read([("q", "quarry")])
    results = search_view(db, foreign, question, BOUNDS, datetime.now(UTC))
    assert (results.names, results.hits) == (["quarry"], [])


def test_a_search_changes_when_a_file_comes_of_age(client, db):
    publish(db, "quarry", "1.0")
    view = SeenView("calm", 1, "", read_rule("cooldown-days = 3650"))
    now = datetime.now(UTC)
    results = search_view(db, view, read([("q", "quarry")]), BOUNDS, now)
    assert (results.hits, results.changes_at > now) == ([], True)


def test_a_search_that_is_none_says_so(client, db):
    make_view(db, "calm")
    make_view(db, "foreign", 'sources = ["own"]\nallow = ["other"]')
    publish(db, "quarry", "1.0")
    assert client.get("/views/foreign/search/?q=quarry", headers=JSON).json["results"] == []
    assert "No project matches" in client.get("/views/foreign/search/?q=quarry").text
    for query, status in (("page=0", 400), ("page=9", 404), (f"q={'x' * 1001}", 413)):
        assert client.get(f"/views/calm/search/?{query}", status=status)
    assert client.get("/views/absent/search/", status=404)

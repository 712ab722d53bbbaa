"""Searching finds what other indexes have, by its name."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text, update

from tests.builders.upstreams import JSON
from tests.factories.packaging import make_project, make_release
from tests.functional.upstreams.conftest import NAME
from warehouse.http import offline
from warehouse.index_views.services import IndexViewService
from warehouse.purges import purge
from warehouse.search.bounds import Bounds
from warehouse.search.caching import SEARCH
from warehouse.search.services import DocumentService
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamNames
from warehouse.upstreams.caching import UPSTREAM_NAMES
from warehouse.upstreams.errors import UpstreamInvalid, UpstreamUnavailable
from warehouse.upstreams.models import Upstream
from warehouse.upstreams.tasks import read_upstream_names

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ASKING = "/api/search/?q="
BOTH = 'sources = ["own", "upstreams"]\n'


@pytest.fixture
def searching(start_reading, elsewhere):
    """An edge that knows the names of the other index."""
    elsewhere.files |= {each: {} for each in ("abroad-tools", "Far.Abroad", "unlike")}
    edge = start_reading(UPSTREAM_SEARCH="true", UPSTREAM_NEVER="abroad-t*")
    read(edge)
    return edge


def read(edge):
    with offline(edge.registry) as request:
        return request.service(UpstreamNames).refresh("elsewhere")


def found(edge, typed):
    answer = edge.get(f"{ASKING}{typed}")
    assert answer.status == 200, answer.body
    return [each["name"] for each in json.loads(answer.body)["elsewhere"]]


def test_names_of_another_index_are_found(searching):
    assert found(searching, "abroad") == ["abroad", "far-abroad"]
    assert found(searching, "ab") == ["abroad"]
    assert found(searching, "broa") == ["abroad", "far-abroad"]
    assert found(searching, "far_abroat") == ["far-abroad"]
    assert found(searching, "unlike&page=1") == ["unlike"]
    for nothing in ("abroad+has:wheel", "abroad&python=3.12", "%22abroad%22", "zzzz", ""):
        assert found(searching, nothing) == [], nothing


def test_the_page_shows_them_after_our_own(searching):
    def publish(db):
        project = make_project(db, "abroad-here")
        make_release(db, project, "1.0", summary="A summary")
        DocumentService(db).index([project.id])
        purge(db, SEARCH)

    searching.write(publish)
    page = searching.get("/search/?q=abroad").body.decode()
    assert page.index("/project/abroad-here/") < page.index("In other indexes")
    assert '<a translate="no" href="/project/far-abroad/" rel="nofollow">' in page
    assert page.count('<span class="badge">elsewhere</span>') == 2
    suggested = json.loads(searching.get("/search/suggest/?q=abroad").body)["suggestions"]
    assert [(each["name"], each["summary"]) for each in suggested] == [
        ("abroad-here", "A summary"),
        ("abroad", "elsewhere"),
    ]


RULES = {
    "both": f'{BOTH}deny = ["far-*"]',
    "calm": f"{BOTH}cooldown-days = 7",
    "free": f'{BOTH}licences = {{allow = ["MIT"]}}',
    "ours": "",
}


@pytest.fixture
def in_view(searching):
    """Searches in views, and returns what is elsewhere by its name."""
    with offline(searching.registry) as request:
        service = request.service(IndexViewService)
        for name, rule in RULES.items():
            service.add(name, rule, reason="for a test", actor=SYSTEM)

    def search(view, query="abroad"):
        path = f"/views/{view}/search/?q={query}"
        answer = searching.get(path, accept="application/json")
        return {each["name"]: each for each in json.loads(answer.body)["elsewhere"]}

    return search


def test_a_search_in_a_view_shows_names_that_its_rule_may_have(
    searching, elsewhere, in_view
):
    found = in_view("both")
    assert list(found) == ["abroad"]
    assert found["abroad"]["index"] == "elsewhere"
    assert found["abroad"]["url"].endswith("/views/both/why/abroad/")
    assert in_view("ours") == in_view("both", "abroad&page=1&python=3.12") == {}
    page = searching.get("/views/both/search/?q=abroad").body.decode()
    assert '<a translate="no" href="/views/both/why/abroad/" rel="nofollow">' in page
    assert "Only their names were looked at." in page
    assert elsewhere.paths() == ["/simple/"]


def test_a_name_of_which_a_view_shows_nothing_is_left_out_once_it_is_kept(
    searching, elsewhere, in_view
):
    assert list(in_view("calm")) == ["abroad", "far-abroad"]
    elsewhere.said[NAME] = {"upload-time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    assert searching.get("/simple/abroad/").status == 200
    searching.write(lambda db: purge(db, UPSTREAM_NAMES))
    assert list(in_view("calm")) == ["far-abroad"]
    assert list(in_view("both")) == ["abroad"]
    # Whether a licence is known depends on who asked before: it is not looked at.
    assert list(in_view("free")) == ["abroad", "far-abroad"]


def test_names_that_go_away_there_go_away_here(searching, elsewhere):
    assert found(searching, "unlike") == ["unlike"]
    assert read(searching) == 4
    assert len(elsewhere.asked) == 2
    del elsewhere.files["unlike"]
    elsewhere.files["unliked"] = {}
    assert read(searching) == 4
    assert found(searching, "unlike") == ["unliked"]
    del elsewhere.files["unliked"]
    assert searching.get("/simple/unliked/").status == 404
    searching.write(lambda db: purge(db, UPSTREAM_NAMES))
    assert found(searching, "unlike") == []


def test_a_list_that_is_cut_changes_nothing(searching, elsewhere):
    cut = b'{"meta": {"api-version": "1.1"}, "projects": [{"name": "other"}, {"na'
    elsewhere.answers["/simple/"] = lambda handler: handler.send(
        200, cut, **{"Content-Type": JSON}
    )
    with pytest.raises(UpstreamUnavailable):
        read(searching)
    elsewhere.answers["/simple/"] = lambda handler: handler.send(
        200, cut, **{"Content-Type": JSON, "Content-Encoding": "zstd"}
    )
    with pytest.raises(UpstreamUnavailable, match="nobody asked for"):
        read(searching)
    with pytest.raises(UpstreamInvalid), offline(searching.registry) as request:
        request.service(UpstreamNames).refresh("nothing")
    assert found(searching, "unlike") == ["unlike"]
    assert found(searching, "other") == []


def test_a_search_elsewhere_that_takes_long_finds_nothing(searching, monkeypatch):
    monkeypatch.setitem(searching.registry, Bounds, Bounds(seconds=0.2))
    with searching.sessions.transaction() as transaction:
        transaction.session.execute(text("LOCK TABLE upstream_names"))
        assert found(searching, "abroad") == []


def test_a_list_in_html_is_read(searching, elsewhere):
    many = "".join(f'<a href="/simple/n-{n}/">n-{n}</a>' for n in range(20_500))
    elsewhere.answers["/simple/"] = lambda handler: handler.send(
        200,
        f"<!DOCTYPE html><body>{many}<script>".encode(),
        **{"Content-Type": "text/html"},
    )
    assert read(searching) == 20_500
    assert found(searching, "n-20499") == ["n-20499"]
    assert found(searching, "unlike") == []


def test_lists_are_read_once_a_day(start_reading, elsewhere):
    edge = start_reading(UPSTREAM_SEARCH="elsewhere")
    for _ in range(2):
        with offline(edge.registry) as request:
            read_upstream_names(request)
    assert elsewhere.paths() == ["/simple/"]
    assert found(edge, "abroad") == ["abroad"]
    elsewhere.is_down = True
    edge.write(lambda db: db.execute(update(Upstream).values(names_read=LONG_AGO)))
    with offline(edge.registry) as request:
        read_upstream_names(request)
    assert elsewhere.paths() == ["/simple/", "/simple/"]
    other = start_reading(UPSTREAM_SEARCH="another")
    assert found(other, "abroad") == []
    with offline(other.registry) as request:
        read_upstream_names(request)
    assert found(start_reading(UPSTREAM_SEARCH="true"), "abroad") == []

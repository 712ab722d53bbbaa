"""Names that are not there, and other spellings: answered at once, and never wrongly."""

import gzip
import time

import pytest
from sqlalchemy import select

from tests.builders.waiting import wait_until
from tests.factories.search import make_findable
from tests.functional.edge.test_answers import OFTEN_DIFFERENT, asked_alone, flask
from warehouse.packaging.models import Project

JSON = "application/vnd.pypi.simple.v1+json"
PIP = f"{JSON}, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01"
PAGE = "/project/{}/downloads/"
WAYS = ["/simple/{}/", "/pypi/{}/json", PAGE, "/rss/project/{}/releases.xml"]
ACCEPTS = [PIP, JSON, "text/html", "text/plain", "application/json", "*/*"]


@pytest.fixture(autouse=True)
def something_to_read(edge):
    edge.write(flask)
    edge.wait_for("/simple/", lambda body: b"flask" in body)
    wait_for_census(edge)


def wait_for_census(edge):
    names = edge.edge.keys.names.values()
    wait_until(lambda: all(each.lacks("nobody") for each in names))


def passed(edge, path, **headers):
    """The answer, and whether the application was asked for it."""
    before = edge.tally["hit"]
    answer = edge.get(path, **headers)
    return answer, edge.tally["hit"] == before


def learned(edge, path, **headers):
    """Ask until the answer is kept."""
    deadline = time.monotonic() + 10
    while passed(edge, path, **headers)[1]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def told(headers):
    return {
        name.lower(): value
        for name, value in headers.items()
        if name.lower() not in OFTEN_DIFFERENT
    }


def test_the_routes_with_names_are_known(edge):
    for way in WAYS:
        assert (
            edge.edge.keys.named_paths.of(way.format("Some.Name").encode(), b"").normalized
            == "some-name"
        )
    for path in ("/simple/", "/project/a/b/", "/simple/a/b/", "/simple/%61/", "/help/"):
        assert edge.edge.keys.named_paths.of(path.encode(), b"") is None
    assert edge.edge.keys.named_paths.of(b"/simple/a/", b"format=json") is None


@pytest.mark.parametrize("way", WAYS)
def test_an_absent_name_is_answered_as_the_application_would(edge, alone, way):
    for accept in ACCEPTS:
        learned(edge, way.format("xnobody"), accept=accept)
        path = way.format("Another.Nobody")
        answer, was_asked = passed(edge, path, accept=accept)
        expected = asked_alone(alone, path, accept=accept)
        assert (answer.status, was_asked) == (404, False)
        assert (expected.status_int, expected.body) == (404, answer.body)
        assert told(answer.headers) == told(expected.headers)
        assert edge.get(path, "HEAD", accept=accept).body == b""


def test_pages_for_nobody_are_in_the_language_of_who_asks(edge, alone):
    for language in ("de", "en", "xx"):
        learned(edge, PAGE.format("xnobody"), accept_language=language)
        answer, was_asked = passed(edge, PAGE.format("ynobody"), accept_language=language)
        expected = asked_alone(alone, PAGE.format("ynobody"), accept_language=language)
        assert (answer.body, was_asked) == (expected.body, False)


def test_a_compressed_answer_is_the_same_answer(edge):
    learned(edge, PAGE.format("xnobody"))
    plain = edge.get(PAGE.format("ynobody"))
    packed = edge.get(PAGE.format("ynobody"), accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


@pytest.mark.parametrize("way", ["/simple/{}/", "/pypi/{}/json"])
def test_another_spelling_leads_to_the_right_one(edge, alone, way):
    for accept in ACCEPTS:
        assert edge.get(way.format("flask"), accept=accept).status == 200
        learned(edge, way.format("Flask"), accept=accept)
        answer, was_asked = passed(edge, way.format("FLASK"), accept=accept)
        expected = asked_alone(alone, way.format("FLASK"), accept=accept)
        assert (answer.status, was_asked) == (301, False)
        assert (expected.status_int, expected.body) == (301, answer.body)
        assert told(answer.headers) == told(expected.headers)


def test_hosts_are_led_to_themselves(edge):
    for host in ("index.example", "localhost:8000"):
        edge.get("/simple/flask/", host=host)
        learned(edge, "/simple/Flask/", host=host)
        answer, was_asked = passed(edge, "/simple/FLASK/", host=host)
        assert answer.headers["location"] == f"http://{host}/simple/flask/"
        assert not was_asked


def test_a_made_project_is_there_at_once_and_a_deleted_one_is_not(edge):
    learned(edge, "/simple/xnobody/")
    for number in range(20):
        path = f"/simple/new-{number}/"
        answer, was_asked = passed(edge, path)
        assert (answer.status, was_asked) == (404, False)
        edge.write(lambda db, number=number: db.add(Project(name=f"New_{number}")))
        assert edge.get(path).status == 200
        assert edge.get(f"/simple/New_{number}/").status == 301
        edge.write(lambda db, number=number: delete(db, f"new-{number}"))
        assert edge.get(path).status == 404
        assert edge.get(f"/simple/New_{number}/").status == 404


def delete(db, name):
    db.delete(db.scalars(select(Project).where(Project.normalized_name == name)).one())


def test_inventing_names_takes_no_memory(edge):
    learned(edge, "/simple/xnobody/", accept=PIP)
    kept, said = len(edge.edge.local), edge.edge.lookup.known.size
    for number in range(2000):
        assert edge.get(f"/simple/invented-{number}/", accept=PIP).status == 404
    assert len(edge.edge.local) == kept
    assert edge.edge.lookup.known.size == said


def test_nothing_is_certain_while_purges_may_be_missed(edge):
    learned(edge, "/simple/xnobody/")
    for known_names in edge.edge.keys.names.values():
        edge.loop.call_soon_threadsafe(known_names.lost)
    edge.write(lambda db: db.add(Project(name="unheard")))
    assert edge.get("/simple/unheard/").status == 200
    wait_for_census(edge)
    assert edge.get("/simple/unheard/").status == 200


def test_a_page_for_nobody_names_who_is_nearest_and_is_kept_for_no_other(edge):
    edge.write(lambda db: make_findable(db, "holy-grail"))
    for name, nearest in (("holy-gral", True), ("xnobody", False), ("holy-grial", True)):
        answer = edge.get(f"/project/{name}/", accept="text/html")
        assert answer.status == 404
        assert (b'href="/project/holy-grail/"' in answer.body) is nearest

"""Recorded answers are judged by the writes that were acknowledged."""

import json

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from tests.fire import pages
from tests.fire.checking import Answer, wrong, wrong_list
from tests.fire.ledger import Ledger, Pen
from tests.fire.pages import PAGES, Content

NAME, WHEEL = "fire-a2", "fire_a2-1.1-py3-none-any.whl"
MADE = {"exists": True, "listed": True, "release 1.1": True, f"file {WHEEL}": True}
GONE = dict.fromkeys(MADE, False)
KINDS = {page.kind: page for page in PAGES}


@pytest.fixture
def pen(tmp_path):
    pen = Pen(tmp_path / "1.ledger")
    yield pen
    pen.close()


@pytest.fixture
def ledger(tmp_path, pen):
    pen.settle(NAME, {"exists": False, "listed": False}, 0)
    ledger = Ledger(tmp_path)
    yield ledger
    ledger.close()


def judged(ledger, kind, answer, *, meanwhile=lambda: None, version="1.1"):
    """Return the faults of an answer that took until after `meanwhile`."""
    with ledger.watching(NAME) as watch:
        meanwhile()
        ledger.catch_up()
        return sorted(wrong(KINDS[kind], watch, answer, version))


def simple(serial, **files):
    return Answer(200, serial, Content(serial=serial, files=files))


EMPTY, FULL = simple(5), simple(7, **{WHEEL: False})
MISSING = Answer(404)


def test_an_acknowledged_upload_must_be_there(ledger, pen):
    pen.begin(NAME, MADE)
    pen.settle(NAME, MADE, 7)
    assert judged(ledger, "simple JSON", FULL) == []
    assert judged(ledger, "simple JSON", MISSING) == ["is missing"]
    lacks = [f"lacks the file {WHEEL}"]
    assert judged(ledger, "simple JSON", simple(7)) == lacks
    assert judged(ledger, "simple JSON", EMPTY) == ["has serial 5, not 7", *lacks]


@pytest.mark.parametrize("answer", [FULL, MISSING])
def test_an_unacknowledged_upload_may_be_there_or_not(ledger, pen, answer):
    pen.begin(NAME, MADE)
    assert judged(ledger, "simple JSON", answer) == []


@pytest.mark.parametrize("answer", [FULL, MISSING])
def test_an_upload_during_the_read_may_be_there_or_not(ledger, pen, answer):
    def change():
        pen.begin(NAME, MADE)
        pen.settle(NAME, MADE, 7)

    assert judged(ledger, "simple JSON", answer, meanwhile=change) == []
    assert judged(ledger, "simple JSON", MISSING) == ["is missing"]


def test_a_deleted_release_must_be_gone(ledger, pen):
    pen.settle(NAME, MADE, 7)
    pen.begin(NAME, GONE)
    assert judged(ledger, "simple JSON", FULL) == []
    assert judged(ledger, "simple JSON", MISSING) == []
    pen.settle(NAME, GONE, 8)
    assert judged(ledger, "simple JSON", MISSING) == []
    assert judged(ledger, "simple JSON", FULL) == [
        "has serial 7, not 8",
        f"has the file {WHEEL}",
        "is still there",
    ]


def test_nothing_is_there_that_nobody_uploaded(ledger):
    assert f"has the file {WHEEL}" in judged(ledger, "simple JSON", FULL)


def test_a_yank_must_be_told_with_its_reason(ledger, pen):
    pen.settle(NAME, {**MADE, "yanked 1.1": "old"}, 7)
    pen.begin(NAME, {"yanked 1.1": "new"})
    for reason in ("old", "new"):
        answer = simple(9, **{WHEEL: reason})
        assert judged(ledger, "simple HTML", answer) == []
    pen.settle(NAME, {"yanked 1.1": "new"}, 8)
    for reason in ("old", False):
        said = [f"says of 1.1 that it is yanked: {reason}"]
        answer = simple(9, **{WHEEL: reason})
        assert judged(ledger, "simple HTML", answer) == said


def test_documents_need_a_release(ledger, pen):
    pen.settle(NAME, {"exists": True}, 7)
    assert judged(ledger, "simple JSON", MISSING) == ["is missing"]
    assert judged(ledger, "project JSON", MISSING) == []
    assert judged(ledger, "release JSON", MISSING) == []
    pen.settle(NAME, {"release 1.1": True}, 8)
    assert judged(ledger, "project JSON", MISSING) == ["is missing"]
    assert judged(ledger, "release JSON", MISSING) == ["is missing"]
    assert judged(ledger, "release JSON", MISSING, version="1.2") == []
    of_another = Answer(200, 8, Content(serial=8, files={}, version="1.2"))
    said = judged(ledger, "release JSON", of_another, version="1.2")
    assert said == ["is still there"]


def test_a_page_does_not_contradict_itself(ledger, pen):
    pen.settle(NAME, {"exists": True}, 7)
    answer = Answer(200, 8, Content(serial=7, files={}))
    assert judged(ledger, "simple JSON", answer) == ["has serial 8 outside and 7 inside"]
    assert judged(ledger, "simple JSON", Answer(403)) == ["answered 403"]


def test_the_list_may_lag_and_no_more(ledger, pen):
    pen.settle(NAME, MADE, 7)
    ledger.catch_up()
    [(at, _)] = list(ledger.projects[NAME].serials)[-1:]
    assert ledger.listings(at - 0.001) == {}
    must = ledger.listings(at)
    assert list(wrong_list({NAME: 7}, must)) == []
    assert list(wrong_list({NAME: None}, must)) == []
    assert list(wrong_list({NAME: 6}, must)) == [f"{NAME} has serial 6, not 7"]
    assert list(wrong_list({}, must)) == [f"{NAME} is missing"]
    pen.settle(NAME, GONE, 8)
    ledger.catch_up()
    assert list(wrong_list({NAME: 8}, ledger.listings(at + 60))) == [
        f"{NAME} is still there"
    ]


def test_half_a_line_is_read_when_it_is_whole(ledger, tmp_path):
    ledger.catch_up()
    line = json.dumps([1.0, "fire-b2", {"exists": True}, 3]).encode() + b"\n"
    with (tmp_path / "1.ledger").open("ab", buffering=0) as file:
        file.write(line[:20])
        ledger.catch_up()
        assert "fire-b2" not in ledger.projects
        file.write(line[20:])
        ledger.catch_up()
    assert ledger.projects["fire-b2"].serial() == 3


def test_pages_for_people_are_read(client, db):
    """Those that the application shows, however it shows them by now."""
    project = make_project(db, "fire-a2")
    release = make_release(db, project, "1.1", yanked=True, yanked_reason="a & b")
    make_file(db, release, WHEEL)
    for path in ("/project/fire-a2/", "/project/fire-a2/1.1/"):
        assert pages.human(client.get(path).text) == Content(
            files={WHEEL: None}, releases={"1.1": None}, version="1.1", yanked="a & b"
        )
    make_release(db, project, "1.2")
    assert pages.human(client.get("/project/fire-a2/").text) == Content(
        files={}, releases={"1.1": None, "1.2": None}, version="1.2", yanked=False
    )
    make_project(db, "fire-a3")
    found = client.get("/project/fire-a3/", status="*").text
    assert pages.human(found) == Content(files={}, releases={})

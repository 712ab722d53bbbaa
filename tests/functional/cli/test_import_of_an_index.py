"""Bringing an index over that answers over HTTP, with all that its pages say of a file."""

import json

import pytest
from sqlalchemy import text

from tests.builders.sdists import sdist
from tests.builders.upstreams import stranger
from tests.builders.wheels import wheel

WHEEL, OTHER = "abroad-1.0-py3-none-any.whl", "abroad-2.0-py3-none-any.whl"
JSON = "application/json"


@pytest.fixture
def elsewhere():
    """An index with one project of two releases."""
    with stranger() as found:
        found.files["abroad"] = {
            WHEEL: wheel("abroad", "1.0"),
            OTHER: wheel("abroad", "2.0"),
        }
        yield found


@pytest.fixture
def bring(warehouse, elsewhere):
    """A function that brings it over and returns what was told of it."""

    def bring(*words, status=0):
        answer = warehouse.run("import", "simple", elsewhere.url, *words)
        assert answer.exit_code == status, answer.output
        assert "Traceback" not in answer.output
        return answer.stderr

    return bring


@pytest.fixture
def yanks(rows):
    """A function that tells which releases are yanked, and why."""

    def yanks():
        rows.rollback()
        said = rows.execute(text("SELECT version, yanked, yanked_reason FROM releases"))
        return {version: reason for version, yanked, reason in said if yanked}

    return yanks


def test_files_that_are_here_are_not_fetched_again(bring, elsewhere):
    assert "2 files were added to 1 projects" in bring()
    elsewhere.asked.clear()
    assert "0 files were added to 0 projects; 2 are here already" in bring()
    assert elsewhere.paths() == ["/simple/", "/simple/abroad/"]


def test_a_yanked_release_is_yanked_here_once(bring, elsewhere, yanks):
    elsewhere.said[WHEEL] = {"yanked": "It is broken."}
    bring()
    assert yanks() == {"1.0": "It is broken."}
    bring()
    assert yanks() == {"1.0": "It is broken."}


def test_a_release_that_is_yanked_here_stays_as_it_is(bring, elsewhere, warehouse, yanks):
    bring()
    warehouse.good("projects", "yank", "abroad", "1.0", "--reason", "Ours.")
    elsewhere.files["abroad"]["abroad-1.0.tar.gz"] = sdist("abroad", "1.0")
    elsewhere.said["abroad-1.0.tar.gz"] = {"yanked": "Theirs."}
    bring()
    assert yanks() == {"1.0": "Ours."}


def test_another_file_of_a_known_name_is_refused_unfetched(bring, elsewhere):
    bring()
    elsewhere.files["abroad"][WHEEL] = wheel("abroad", "1.0", extra={"abroad/x.py": b""})
    elsewhere.asked.clear()
    assert f"{WHEEL}: refused: File already exists" in bring(status=1)
    assert f"/files/{WHEEL}" not in elsewhere.paths()


def test_files_that_are_not_as_their_page_says_are_left_out(bring, elsewhere):
    elsewhere.said[WHEEL] = {"hashes": {"sha512": "0" * 128}}
    elsewhere.said[OTHER] = {"filename": "foreign-2.0-py3-none-any.whl"}
    told = bring(status=1)
    assert f"{WHEEL}: refused: Its sha512 digest is not what its source says." in told
    assert "It is no file of abroad, on whose page it is." in told
    assert "0 files were added" in told


def test_pages_and_entries_that_cannot_be_read_are_told(bring, elsewhere):
    elsewhere.files |= {"gone": {}, "confused": {}}
    elsewhere.answers["/simple/gone/"] = lambda handler: handler.send(500, b"")
    page = {"meta": {"api-version": "1.1"}, "name": "other", "files": []}
    body = json.dumps(page | {"versions": []}).encode()
    elsewhere.answers["/simple/confused/"] = lambda handler: handler.send(
        200, body, **{"Content-Type": "application/vnd.pypi.simple.v1+json"}
    )
    elsewhere.said[OTHER] = {"url": 7}
    told = bring(status=1)
    assert "The page is left out: " in told
    assert "The page is left out: it is about other." in told
    assert f"{OTHER}: refused: The entry is left out: " in told
    assert "1 files were added" in told


def test_one_project_is_brought_over_by_its_name(bring, elsewhere):
    elsewhere.files["other"] = {"other-1.0-py3-none-any.whl": wheel("other", "1.0")}
    assert "1 files were added" in bring("--project", "Other")
    assert "/simple/" not in elsewhere.paths()


def test_an_index_without_a_list_is_told(bring, elsewhere):
    elsewhere.is_down = True
    assert f"Error: {elsewhere.url}: {elsewhere.url} answers 503" in bring(status=1)


@pytest.mark.parametrize(
    ("body", "problem", "status"),
    [
        (b"{", "refused: Its provenance cannot be had: ", 1),
        (b"{}", "is left out: Malformed provenance.", 0),
    ],
)
def test_a_provenance_that_is_none_is_told(bring, elsewhere, body, problem, status):
    place = f"/integrity/{WHEEL}"
    elsewhere.said[WHEEL] = {"provenance": f"http://127.0.0.1:{elsewhere.port}{place}"}
    elsewhere.answers[place] = lambda handler: handler.send(
        200, body, **{"Content-Type": JSON}
    )
    assert problem in bring(status=status)

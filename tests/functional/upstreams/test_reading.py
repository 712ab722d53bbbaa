"""Pages and files of an upstream: as it has them, fetched once, kept when it is down."""

import hashlib
import json

from tests.factories.packaging import make_project
from warehouse.api.negotiation import V1_JSON

PAGE = "/simple/abroad/"
NAME = "abroad-1.0-py3-none-any.whl"


def page(edge, path=PAGE):
    answer = edge.get(path, accept=V1_JSON)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def path_of(edge, filename=NAME):
    (found,) = [each for each in page(edge)["files"] if each["filename"] == filename]
    return found["url"].removeprefix("http://index.example")


def test_a_project_and_its_file_come_from_an_upstream(reading, elsewhere):
    elsewhere.said[NAME] = {
        "upload-time": "2020-01-02T03:04:05.678901Z",
        "requires-python": ">=3.8",
        "yanked": "it was wrong",
    }
    (file,) = page(reading)["files"]
    content = elsewhere.files["abroad"][NAME]
    assert file["hashes"] == {"sha256": hashlib.sha256(content).hexdigest()}
    assert file["size"] == len(content)
    assert file["upload-time"] == "2020-01-02T03:04:05.678901Z"
    assert file["requires-python"] == ">=3.8"
    assert file["yanked"] == "it was wrong"
    assert file["_first-seen"] > "2026"
    for _ in range(3):
        answer = reading.get(path_of(reading))
        assert (answer.status, answer.body) == (200, content)
    assert elsewhere.paths() == [PAGE, f"/files/{NAME}"]


def test_a_page_of_an_upstream_is_a_hit(reading, elsewhere):
    page(reading)
    reading.tally.clear()
    page(reading)
    assert reading.tally == {"hit": 1}


def test_an_unknown_name_is_a_404(reading, elsewhere):
    assert reading.get("/simple/nowhere/").status == 404
    assert reading.get("/simple/nowhere/").status == 404
    assert elsewhere.paths() == ["/simple/nowhere/"]


def test_a_name_that_is_ours_is_never_asked_for(reading, elsewhere):
    page(reading)
    path = path_of(reading)
    reading.write(lambda db: make_project(db, "Abroad"))
    assert page(reading)["files"] == []
    assert reading.get(path).status == 404
    assert len(elsewhere.asked) == 1

"""The legacy JSON of a project that another index has."""

import hashlib
import json
import time

import pytest

from tests.builders.wheels import wheel
from tests.functional.upstreams.conftest import CORE
from tests.functional.upstreams.test_reading import NAME, path_of


def document(edge, path="/pypi/abroad/json"):
    answer = edge.get(path)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def test_a_document_says_what_the_index_and_its_metadata_say(reading, described):
    found = document(reading)
    info = found["info"]
    assert len(info) == 30
    assert (info["name"], info["version"], info["summary"]) == ("Abroad", "1.0", "A land")
    assert info["description"].strip() == "Over **there**."
    assert info["requires_dist"] == ["packaging>=24", 'rich; extra == "cli"']
    assert info["requires_python"] == ">=3.8"
    assert info["license"] == "MIT"
    assert info["classifiers"] == ["Programming Language :: Python :: 3"]
    assert info["provides_extra"] == ["cli"]
    assert info["project_urls"] == {"Source": "https://example.org/source"}
    assert info["home_page"] is None
    assert info["release_url"] == "http://index.example/project/Abroad/1.0/"
    assert found["vulnerabilities"] == found["ownership"]["roles"] == []
    assert found["last_serial"] == 0
    (file,) = found["urls"]
    assert found["releases"] == {"1.0": [file]}
    content = described.files["abroad"][NAME]
    assert len(file) == 16
    assert file["digests"] == {
        "blake2b_256": "",
        "md5": "",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert (file["packagetype"], file["python_version"]) == ("bdist_wheel", "py3")
    assert file["size"] == len(content)
    assert file["upload_time"] == "2020-01-02T03:04:05"
    assert file["upload_time_iso_8601"] == "2020-01-02T03:04:05.678901Z"
    assert reading.get(file["url"].removeprefix("http://index.example")).body == content


def test_a_document_is_kept_like_the_page(start_reading, described):
    reading = start_reading(UPSTREAM_SECONDS="1")
    answer = reading.get("/pypi/abroad/json")
    assert answer.headers["x-upstream"] == "elsewhere"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-pypi-last-serial" not in answer.headers
    tag = answer.headers["etag"]
    assert reading.get("/pypi/abroad/json", if_none_match=tag).status == 304
    document(reading, "/pypi/abroad/1.0/json")
    assert described.paths() == ["/simple/abroad/", f"/files/{NAME}.metadata"]
    described.is_down = True
    time.sleep(1.1)
    answer = reading.get("/pypi/abroad/json")
    assert answer.headers["x-upstream-checked"] > "2026"
    assert json.loads(answer.body)["info"]["summary"] == "A land"


def test_a_document_of_one_release(reading, described):
    described.files["abroad"] |= {f"abroad-{each}.tar.gz": b"x" for each in ("2rc1", "0.9")}
    described.said["abroad-0.9.tar.gz"] = {"yanked": "it was wrong"}
    newest = document(reading)
    assert newest["info"]["version"] == "1.0"
    assert list(newest["releases"]) == ["0.9", "1.0", "2rc1"]
    found = document(reading, "/pypi/abroad/0.9.0/json")
    assert "releases" not in found
    assert found["info"]["yanked_reason"] == "it was wrong"
    assert found["info"]["description"] == ""
    assert found["info"]["summary"] is None
    assert found["urls"][0]["python_version"] == "source"
    assert found["urls"][0]["upload_time"] is None
    assert document(reading, "/pypi/abroad/v2.0rc1/json/")["info"]["version"] == "2rc1"
    assert (
        reading.get("/pypi/Abroad/1.0/json")
        .headers["location"]
        .endswith("/pypi/abroad/1.0/json")
    )
    for path in ("/pypi/abroad/3/json", "/pypi/abroad/x/json", "/pypi/nowhere/json"):
        answer = reading.get(path)
        assert (answer.status, answer.body) == (404, b'{"message": "Not Found"}')


@pytest.mark.parametrize(
    "core",
    [
        CORE.replace(b"Name: Abroad", b"Name: another"),
        CORE.replace(b"Name: Abroad", "Name: \N{LATIN SMALL LETTER A}broa\0d".encode()),
        b"\xef\xbb\xbf" + CORE,
        b"\xff" * 1000,
        None,
    ],
)
def test_metadata_that_is_not_about_the_project_is_not_shown(reading, described, core):
    if core is None:
        del described.files["abroad"][f"{NAME}.metadata"]
    else:
        described.files["abroad"][f"{NAME}.metadata"] = core
    info = document(reading)["info"]
    assert (info["name"], info["summary"], info["description"]) == ("abroad", None, "")


def test_metadata_inside_of_a_wheel_that_is_held(reading, elsewhere):
    elsewhere.files["abroad"][NAME] = wheel("abroad", "1.0", core=CORE)
    assert document(reading, "/pypi/abroad/1.0/json")["info"]["summary"] is None
    reading.get(path_of(reading))
    assert document(reading)["info"]["summary"] == "A land"

"""Pages and files of an upstream: as it has them, fetched once, kept when it is down."""

import hashlib
import json
import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.factories.packaging import make_project
from tests.functional.upstreams.conftest import CORE
from warehouse.api.negotiation import V1_JSON
from warehouse.http import offline
from warehouse.storage import BlobMissing
from warehouse.upstreams import UpstreamService
from warehouse.upstreams.models import UpstreamProject
from warehouse.upstreams.storage import UpstreamStorage

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


@pytest.mark.usefixtures("described")
def test_core_metadata_is_a_hit_once_anybody_had_it(reading):
    path = f"{path_of(reading)}.metadata"
    assert reading.get(path).body == CORE
    reading.tally.clear()
    assert reading.get(path).body == CORE
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


def test_the_files_that_were_not_asked_for_longest_make_room(reading, elsewhere):
    elsewhere.files["abroad"] |= {f"abroad-{each}.0.tar.gz": bytes(1000) for each in "234"}
    elsewhere.said["abroad-4.0.tar.gz"] = {"core-metadata": True}
    elsewhere.files["abroad"]["abroad-4.0.tar.gz.metadata"] = bytes(5000)
    storage = reading.registry[UpstreamStorage]
    for days, name in enumerate(["abroad-4.0.tar.gz.metadata", "abroad-3.0.tar.gz"]):
        path = path_of(reading, name.removesuffix(".metadata"))
        assert reading.get(path + ".metadata" * name.endswith(".metadata")).status == 200
        (blob,) = [each for each in storage.list() if each.path.endswith(name)]
        old = time.time() - 86_400 * (9 - days)
        os.utime(storage.local_path(blob.path), (old, old))
    reading.get(path_of(reading, "abroad-2.0.tar.gz"))
    with offline(reading.registry) as request:
        assert request.service(UpstreamService).evict(2500) == 1
        assert request.service(UpstreamService).evict(2500) == 0
    assert sum(each.size for each in storage.list()) == 2000
    reading.get(path_of(reading, "abroad-3.0.tar.gz"))
    with offline(reading.registry) as request:
        assert request.service(UpstreamService).evict(0) == 2
    assert list(storage.list()) == []
    assert reading.get(path_of(reading, "abroad-3.0.tar.gz")).body == bytes(1000)


@pytest.mark.parametrize(
    ("wanted", "status", "body"), [("bytes=0-1", 206, b"PK"), ("bytes=-0", 416, None)]
)
def test_a_range_of_a_file_that_was_not_fetched_yet(
    reading, elsewhere, wanted, status, body
):
    answer = reading.get(path_of(reading), range=wanted)
    assert answer.status == status
    assert body is None or answer.body == body


@pytest.mark.parametrize(
    "path",
    [
        "/packages/upstream/1/other-1.0.tar.gz",
        f"/packages/upstream/2/{NAME}",
        f"/packages/upstream/{'9' * 18}/{NAME}",
        f"/packages/upstream/{'9' * 40}/{NAME}",
        f"/packages/upstream/1/{NAME}.metadata",
        f"/packages/upstream/0x1/{NAME}",
    ],
)
def test_nothing_is_at_other_paths(reading, elsewhere, path):
    page(reading)
    assert reading.get(path).status == 404
    assert elsewhere.paths() == [PAGE]


def test_names_that_nobody_has_are_forgotten(reading, elsewhere):
    page(reading)
    for number in range(3):
        assert reading.get(f"/simple/invented-{number}/").status == 404

    def age(db):
        old = datetime.now(UTC) - timedelta(days=2)
        db.execute(update(UpstreamProject).values(checked=old))

    reading.write(age)
    with offline(reading.registry) as request:
        assert request.service(UpstreamService).forget_absent() == 3
    assert page(reading)["files"]


def test_a_file_that_was_left_behind_is_deleted(reading):
    storage = reading.registry[UpstreamStorage]
    left, recent = (storage.scratch() / f"get-{each}" for each in ("old", "new"))
    held = storage.scratch() / "hold-old"
    held.mkdir()
    for path, days in ((left, 2), (recent, 0), (held, 2)):
        if path is not held:
            path.write_bytes(b"part")
        moment = time.time() - 86_400 * days
        os.utime(path, (moment, moment))
    storage.evict(0)
    assert [left.exists(), recent.exists(), held.exists()] == [False, True, False]


def test_a_file_that_is_asked_for_while_others_are_evicted_stays(reading, elsewhere):
    names = [f"abroad-{each}.0.tar.gz" for each in "23"]
    elsewhere.files["abroad"] |= dict.fromkeys(names, b"a file")
    storage, paths = reading.registry[UpstreamStorage], []
    for each in names:
        reading.get(path_of(reading, each))
        paths += [blob.path for blob in storage.list() if blob.path.endswith(each)]

    def meanwhile():
        assert storage.touch(paths[0]) == len(b"a file")
        storage.delete(paths[1])
        return {}

    assert storage.evict(0, meanwhile) == [paths[1]]
    assert [blob.path for blob in storage.list()] == paths[:1]
    with storage.holding() as held, pytest.raises(BlobMissing):
        held.hold(paths[1])

"""Files, as installers fetch them."""

import email
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import File, LifecycleStatus, Project, Release
from warehouse.storage import Storage

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def file(db: Session, storage: Storage, tmp_path: Path) -> File:
    """A file with bytes."""
    offered = {"metadata_file_sha256_digest": "a" * 64, "metadata_read": True}
    release = make_release(db, make_project(db, "Foo"))
    made = make_file(db, release, "foo-1.0+x.tar.gz", **offered)
    source = tmp_path / "source"
    source.write_bytes(CONTENT)
    storage.put(made.path, source)
    storage.put(metadata_path(made.path), source)
    return made


def test_a_file_never_changes(client: Client, file: File) -> None:
    answer = client.get(f"/packages/{file.path}")
    assert answer.body == CONTENT
    assert answer.headers["Cache-Control"] == "max-age=365000000, immutable, public"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Encoding" not in answer.headers
    encoded = file.path.replace("+", "%2B")
    assert client.get(f"/packages/{encoded}").body == CONTENT
    assert client.get(f"/packages/{file.path}.metadata").body == CONTENT


@pytest.mark.parametrize("changes", [
    {"metadata_read": False},
    {"metadata_file_sha256_digest": None},
])  # fmt: skip
def test_metadata_that_is_not_offered_is_not_sent(
    client: Client, db: Session, file: File, changes: dict[str, Any]
) -> None:
    for name, value in changes.items():
        setattr(file, name, value)
    db.commit()
    client.get(f"/packages/{file.path}.metadata", status=404)
    assert client.simple("foo")["files"][0]["core-metadata"] is False


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=-100", len(CONTENT) - 100, len(CONTENT)),
        ("bytes=5000-", 5000, len(CONTENT)),
        ("bytes=5000-999999", 5000, len(CONTENT)),
    ],
)
def test_a_range_is_sent(
    client: Client, file: File, wanted: str, start: int, stop: int
) -> None:
    answer = client.get(f"/packages/{file.path}", headers={"Range": wanted}, status=206)
    assert answer.body == CONTENT[start:stop]
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"
    assert answer.headers["Content-Length"] == str(stop - start)


def test_validators_are_the_digest_and_the_time_of_the_file(
    client: Client, db: Session, file: File
) -> None:
    file.metadata_file_sha256_digest = "ab" * 32
    db.commit()
    for path, digest in (
        (file.path, file.sha256_digest),
        (metadata_path(file.path), file.metadata_file_sha256_digest),
    ):
        answer = client.get(f"/packages/{path}")
        assert answer.headers["ETag"] == f'"{digest}"'
        time = answer.headers["Last-Modified"]
        assert parsedate_to_datetime(time) == file.upload_time.replace(microsecond=0)
        for name, value in (("If-None-Match", f'"{digest}"'), ("If-Modified-Since", time)):
            known = client.get(f"/packages/{path}", headers={name: value}, status=304)
            assert known.headers["ETag"] == f'"{digest}"'
            assert "Content-Length" not in known.headers
        other = {"If-Match": '"another"', "Range": "bytes=0-3"}
        client.get(f"/packages/{path}", headers=other, status=412)


def test_a_range_of_another_version_is_ignored(client: Client, file: File) -> None:
    headers = {"Range": "bytes=0-3", "If-Range": '"another"'}
    answer = client.get(f"/packages/{file.path}", headers=headers, status=200)
    assert answer.body == CONTENT
    headers["If-Range"] = answer.headers["ETag"]
    answer = client.get(f"/packages/{file.path}", headers=headers, status=206)
    assert answer.body == CONTENT[:4]


def test_several_ranges_are_sent_in_parts(client: Client, file: File) -> None:
    headers = {"Range": "bytes=0-3, -5"}
    answer = client.get(f"/packages/{file.path}", headers=headers, status=206)
    kind = answer.headers["Content-Type"].encode()
    message = email.message_from_bytes(b"Content-Type: " + kind + b"\n\n" + answer.body)
    parts = [part.get_payload(decode=True) for part in message.get_payload()]
    assert parts == [CONTENT[:4], CONTENT[-5:]]
    assert int(answer.headers["Content-Length"]) == len(answer.body)


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=",
        "bytes=-",
        "bytes=--",
        "bytes=9-3",
        "lines=0-1",
        "bytes=a-b",
        f"bytes={'9' * 5000}-",
        f"bytes={'0-1,' * 99}0-1",
    ],
)
def test_ranges_that_make_no_sense_are_ignored(
    client: Client, file: File, wanted: str
) -> None:
    headers = {"Range": wanted}
    answer = client.get(f"/packages/{file.path}", headers=headers, status=200)
    assert answer.body == CONTENT
    client.get("/simple/", headers=headers, status=200)


def test_a_range_past_the_end_is_refused(client: Client, file: File) -> None:
    headers = {"Range": f"bytes={len(CONTENT)}-"}
    answer = client.get(f"/packages/{file.path}", headers=headers, status=416)
    assert answer.headers["Content-Range"] == f"bytes */{len(CONTENT)}"


def test_head_has_a_length_and_no_body(client: Client, file: File) -> None:
    answer = client.head(f"/packages/{file.path}")
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.body == b""


def test_predictable_urls_lead_to_the_file(client: Client, file: File) -> None:
    for letter in "Ff":
        project = "Foo" if letter == "F" else "foo"
        answer = client.get(f"/packages/source/{letter}/{project}/{file.filename}")
        assert answer.status_code == 302
        assert answer.location == f"http://localhost/packages/{file.path}"
        assert answer.headers["Cache-Control"] == "max-age=604800, public"
    client.get(f"/packages/py3/F/Foo/{file.filename}", status=404)
    client.get(f"/packages/source/x/Foo/{file.filename}", status=404)


def test_a_file_we_never_held_says_so(client: Client, db: Session) -> None:
    release = make_release(db, make_project(db, "Old"))
    unknown = {"size": None, "sha256_digest": None, "blake2_256_digest": None}
    make_file(db, release, "Old-1.0.tar.gz", path="source/O/Old/Old-1.0.tar.gz", **unknown)
    answer = client.get("/packages/source/O/Old/Old-1.0.tar.gz", status=404)
    assert "has never held its bytes" in answer.text
    found = client.simple("old")["files"][0]
    assert list(found["hashes"]) == ["md5"]
    assert "#md5=" in client.get("/simple/old/").text
    assert "never held" in client.get("/project/Old/").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("../secret", 404),
        ("%2e%2e/secret", 404),
        (".incoming/put-x", 404),
        ("./.incoming/x", 404),
        ("%00", 400),
        ("a//b", 404),
    ],
)
def test_nothing_else_is_reachable(
    client: Client, storage: Storage, path: str, status: int
) -> None:
    (storage.scratch() / "put-x").write_text("half received")
    (storage.scratch().parent.parent / "secret").write_text("secret")
    client.get(f"/packages/{path}", status=status)


def test_only_reading_is_allowed(client: Client, file: File) -> None:
    client.delete(f"/packages/{file.path}", status=405)
    answer = client.options(f"/packages/{file.path}", status=204)
    assert answer.headers["Access-Control-Allow-Headers"] == "Range"


def test_a_server_in_front_may_send_it(
    client: Client, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = replace(client.registry.settings["warehouse"].storage, accel="/_files/")
    settings = replace(client.registry.settings["warehouse"], storage=storage)
    monkeypatch.setitem(client.registry.settings, "warehouse", settings)
    for headers in ({}, {"Range": "bytes=0-9"}):
        answer = client.get(f"/packages/{file.path}", headers=headers)
        assert (answer.status_code, answer.body) == (200, b"")
        assert answer.headers["X-Accel-Redirect"] == f"/_files/{file.path}".replace(
            "+", "%2B"
        )
        assert not {"ETag", "Content-Range"} & set(answer.headers)
        assert "immutable" in answer.headers["Cache-Control"]
    client.get(f"/packages/{file.path}x", status=404)


@pytest.mark.parametrize("kept", [Project, Release])
def test_a_file_in_quarantine_is_sent_by_its_path(
    client: Client, db: Session, file: File, kept: type
) -> None:
    row = db.scalars(select(kept)).one()
    row.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    for path in (file.path, metadata_path(file.path)):
        client.get(f"/packages/{path}", status=200)


def test_a_deleted_file_is_not_sent(
    client: Client, db: Session, file: File, storage: Storage
) -> None:
    path = file.path
    db.delete(file)
    db.commit()
    assert storage.stat(path)
    client.get(f"/packages/{path}", status=404)
    client.get(f"/packages/{path}.metadata", status=404)

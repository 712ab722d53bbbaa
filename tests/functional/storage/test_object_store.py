"""The whole index over an object store: what is uploaded can be downloaded."""

import pytest

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from warehouse.settings import StorageSettings, load
from warehouse.storage import Storage
from warehouse.storage.s3 import S3Storage

WHEEL = "example-1.0-py3-none-any.whl"


@pytest.fixture
def published(client, db, registry, s3_storage, monkeypatch):
    """The file as the simple index has it, and its bytes."""
    monkeypatch.setitem(registry, Storage, s3_storage)
    content = wheel()
    token = client.token(make_user(db, "alice"))
    body = forms.body(forms.fields(WHEEL, content), WHEEL, content)
    client.post("/legacy/", body, headers=forms.headers(token), status=200)
    return client.simple("example")["files"][0], content


def nowhere():
    where = {"S3_ENDPOINT": "http://127.0.0.1:9", "S3_BUCKET": "files"}
    keys = {"S3_KEY_ID": "a", "S3_KEY": "b"}
    return S3Storage.from_settings(load(StorageSettings, {**where, **keys}))


def test_a_file_and_its_metadata_come_back(client, published, s3_storage):
    file, content = published
    answer = client.undecoded(file["url"])
    assert (answer.status_int, answer.body) == (200, content)
    assert answer.headers["Content-Length"] == str(len(content))
    assert client.get(f"{file['url']}.metadata").text.startswith("Metadata-Version:")
    path = file["url"].split("/packages/")[1]
    assert sorted(b.path for b in s3_storage.list()) == [path, f"{path}.metadata"]


def test_an_installer_reads_the_end_first(client, published):
    file, content = published
    end = client.undecoded(file["url"], headers={"Range": "bytes=-100"})
    assert (end.status_int, end.body) == (206, content[-100:])
    total = len(content)
    assert end.headers["Content-Range"] == f"bytes {total - 100}-{total - 1}/{total}"
    middle = client.undecoded(file["url"], headers={"Range": "bytes=10-19"})
    assert (middle.status_int, middle.body) == (206, content[10:20])
    client.get(file["url"], headers={"Range": f"bytes={total}-"}, status=416)


def test_a_file_that_is_not_in_the_bucket_is_404(client, published):
    file, _ = published
    client.get(f"{file['url']}x", status=404)
    client.get("/packages/../../etc/passwd", status=404)


def test_a_store_that_does_not_answer_is_no_404(client, published, registry, monkeypatch):
    file, _ = published
    monkeypatch.setitem(registry, Storage, nowhere())
    assert client.get(file["url"], status=503).headers.get("Cache-Control") != "public"
    health = client.get("/_health/", status=503).json
    assert health["parts"]["files"] != "ok"
    assert health["parts"]["database"] == "ok"


def test_an_upload_that_cannot_be_stored_leaves_no_row(
    client, db, registry, published, monkeypatch
):
    monkeypatch.setitem(registry, Storage, nowhere())
    name, content = "other-1.0-py3-none-any.whl", wheel("other")
    token = client.token(make_user(db, "bob"))
    body = forms.body(forms.fields(name, content, name="other"), name, content)
    client.post("/legacy/", body, headers=forms.headers(token), status=503)
    client.get("/simple/other/", status=404)

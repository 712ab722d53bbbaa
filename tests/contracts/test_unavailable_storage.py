"""A place that keeps blobs and cannot be reached says so, and says nothing else."""

import io

import pytest
from botocore.response import StreamingBody

from warehouse.settings import StorageSettings, load
from warehouse.storage import LocalStorage, StorageUnavailable, make_storage
from warehouse.storage.s3 import S3Storage

PATH = "ab/cd/example.whl"


@pytest.fixture(params=["a file in the way", "nobody listens", "no bucket"])
def storage(request, tmp_path):
    if request.param == "a file in the way":
        (tmp_path / "files").write_text("not a directory")
        return LocalStorage(tmp_path / "files")
    values = dict(request.getfixturevalue("s3_environment"))
    if request.param == "nobody listens":
        values["S3_ENDPOINT"] = "http://127.0.0.1:9"
    else:
        values["S3_BUCKET"] = "there-is-none"
    return make_storage(load(StorageSettings, values))


def test_nothing_can_be_stored(storage, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"x")
    with pytest.raises(StorageUnavailable):
        storage.put(PATH, source)


def test_reading_is_no_404(storage):
    for refused in (storage.open, storage.stat, storage.delete):
        with pytest.raises(StorageUnavailable):
            refused(PATH)


def test_listing_is_not_empty_but_impossible(storage):
    with pytest.raises(StorageUnavailable):
        list(storage.list())


def test_the_check_fails_with_a_reason(storage):
    with pytest.raises(StorageUnavailable) as caught:
        storage.check()
    assert str(caught.value)


def test_the_settings_choose(s3_environment, tmp_path):
    assert isinstance(make_storage(load(StorageSettings, s3_environment)), S3Storage)
    local = make_storage(load(StorageSettings, {"FILES_PATH": str(tmp_path)}))
    assert isinstance(local, LocalStorage)


def test_an_object_that_breaks_off_is_no_whole_one(tmp_path):
    class Store:
        def get_object(self, **wanted):
            return {"Body": StreamingBody(io.BytesIO(b"some"), content_length=5)}

    with S3Storage(Store(), "files", tmp_path).open(PATH) as stream:
        assert stream.read(4) == b"some"
        with pytest.raises(StorageUnavailable):
            stream.read()

"""The contract of every storage backend, tried on each of them."""

import io
import random
import threading
from datetime import UTC, datetime, timedelta
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.builders.wheels import zipped
from warehouse.storage import (
    BlobMissing,
    LocalStorage,
    StorageUnavailable,
)
from warehouse.storage.seeking import opened_to_seek

PATH = "ab/cd/0123456789/example-1.0-py3-none-any.whl"
CONTENT = bytes(range(256)) * 40
ODD = [
    "aa/bb/x/example-1.0+local.1.tar.gz",
    "aa/bb/x/with space.zip",
    "aa/bb/x/née-日本-1.0.tar.gz",
    "aa/bb/x/100%25.zip",
    "aa/bb/x/what?&=#.zip",
    "aa/bb/x/...dots...",
    "aa/bb/x/.hidden",
    "aa/bb/x/" + "n" * 200,
]
OUTSIDE = [
    "..",
    "../example.whl",
    "aa/../../example.whl",
    "aa/..",
    "/etc/passwd",
    "/",
    "",
    ".",
    "./aa",
    "aa//bb",
    "aa/./bb",
    "aa/bb/",
    ".incoming/put-1",
    "nul\0byte",
    "aa\\..\\b",
    "\ud800",
]


@pytest.fixture(params=["local", "s3"])
def storage(request, tmp_path):
    if request.param == "local":
        return LocalStorage(tmp_path / "files")
    return request.getfixturevalue("s3_storage")


@pytest.fixture
def put(storage, tmp_path):
    def put(path, content=CONTENT, **options):
        source = tmp_path / "source"
        source.write_bytes(content)
        storage.put(path, source, **options)
        return source

    return put


def read(storage, path, **options):
    with storage.open(path, **options) as handle:
        return handle.read()


def paths(storage, prefix=""):
    return sorted(blob.path for blob in storage.list(prefix))


def test_a_stored_blob_can_be_read(storage, put):
    put(PATH)
    assert read(storage, PATH) == CONTENT


def test_a_blob_is_read_in_pieces(storage, put):
    put(PATH)
    with storage.open(PATH) as handle:
        assert handle.read(10) == CONTENT[:10]
        assert handle.read(10) == CONTENT[10:20]
        assert handle.read() == CONTENT[20:]
        assert handle.read(10) == b""


def test_the_source_is_left_alone_and_forgotten(storage, put):
    source = put(PATH, metadata={"project": "example", "version": "1.0"})
    assert source.read_bytes() == CONTENT
    source.unlink()
    assert read(storage, PATH) == CONTENT


@pytest.mark.parametrize("length", [0, 1, 255, 5000, len(CONTENT), None])
@pytest.mark.parametrize("start", [0, 1, 4096, len(CONTENT) - 1])
def test_a_range_is_read(storage, put, start, length):
    put(PATH)
    stop = None if length is None else start + length
    assert read(storage, PATH, start=start, length=length) == CONTENT[start:stop]


def test_an_empty_blob_is_a_blob(storage, put):
    put(PATH, b"")
    assert storage.stat(PATH).size == 0
    assert read(storage, PATH) == b""
    assert read(storage, PATH, start=0, length=0) == b""


def test_a_range_past_the_end_is_empty(storage, put):
    put(PATH)
    assert read(storage, PATH, start=len(CONTENT)) == b""
    assert read(storage, PATH, start=len(CONTENT) + 7, length=3) == b""


def test_size_and_age_are_known(storage, put):
    put(PATH)
    blob = storage.stat(PATH)
    assert (blob.path, blob.size) == (PATH, len(CONTENT))
    assert abs(datetime.now(UTC) - blob.modified) < timedelta(minutes=5)


@pytest.mark.parametrize("options", [{}, {"start": 3, "length": 2}, {"length": 0}])
def test_reading_a_missing_blob_raises_blob_missing(storage, put, options):
    put(PATH)
    for path in ("ab/cd/none.whl", "ab/cd", "ab", f"{PATH}/more"):
        with pytest.raises(BlobMissing) as caught:
            storage.open(path, **options)
        assert caught.value.path == path
        with pytest.raises(BlobMissing):
            storage.stat(path)


def test_deleting_forgets(storage, put):
    put(PATH)
    put("ab/cd/other.whl")
    storage.delete(PATH)
    with pytest.raises(BlobMissing):
        storage.stat(PATH)
    assert paths(storage) == ["ab/cd/other.whl"]


def test_deleting_what_is_not_there_does_nothing(storage, put):
    storage.delete(PATH)
    put("ab/cd/other.whl")
    for path in (PATH, "ab", "ab/cd", "ab/cd/other.whl/more"):
        storage.delete(path)
    assert paths(storage) == ["ab/cd/other.whl"]


def test_storing_twice_is_the_same_as_once(storage, put):
    put(PATH)
    put(PATH)
    assert read(storage, PATH) == CONTENT
    assert paths(storage) == [PATH]


def test_listing_is_by_prefix_and_knows_sizes(storage, put):
    names = ["aa/1.whl", "aa/1.whl.metadata", "aa/bb/2.whl", "ab/3.whl"]
    for number, name in enumerate(names):
        put(name, b"x" * number)
    assert paths(storage) == names
    assert paths(storage, "aa/") == names[:3]
    assert paths(storage, "aa/1") == names[:2]
    assert paths(storage, "zz") == []
    assert {b.path: b.size for b in storage.list()} == dict(
        zip(names, range(4), strict=True)
    )


def test_an_empty_storage_lists_nothing(storage):
    assert paths(storage) == []


@pytest.mark.parametrize("path", ODD, ids=range(len(ODD)))
def test_odd_names_are_names(storage, put, path):
    put(path)
    assert read(storage, path) == CONTENT
    assert storage.stat(path).path == path
    assert paths(storage) == [path]
    storage.delete(path)
    assert paths(storage) == []


@pytest.mark.parametrize("path", OUTSIDE, ids=range(len(OUTSIDE)))
def test_paths_that_lead_outside_name_no_blob(storage, put, path):
    with pytest.raises(BlobMissing):
        put(path)
    for refused in (storage.open, storage.stat, storage.delete, storage.local_path):
        if refused == storage.local_path and storage.local_path("a") is None:
            continue
        with pytest.raises(BlobMissing):
            refused(path)
    assert paths(storage) == []


def test_scratch_is_a_place_for_files_and_no_blobs(storage):
    scratch = storage.scratch()
    assert scratch == storage.scratch()
    probe = scratch / "half-received"
    probe.write_bytes(b"x")
    try:
        assert paths(storage) == []
    finally:
        probe.unlink()


def test_a_blob_put_from_scratch_leaves_scratch_alone(storage):
    source = storage.scratch() / "received"
    source.write_bytes(CONTENT)
    try:
        storage.put(PATH, source)
        assert read(storage, PATH) == CONTENT
    finally:
        source.unlink()
    assert read(storage, PATH) == CONTENT


def test_a_reader_sees_all_or_nothing(storage, put):
    content = b"z" * 2_000_000
    seen, done = [], threading.Event()

    def look():
        while not done.is_set():
            try:
                seen.append(len(read(storage, PATH)))
            except BlobMissing:
                seen.append(None)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        put(PATH, content)
        put(PATH, content)
    finally:
        done.set()
        reader.join(30)
    assert set(seen) <= {None, len(content)}


def test_a_source_that_is_not_there_leaves_nothing(storage, tmp_path):
    with pytest.raises(StorageUnavailable):
        storage.put(PATH, tmp_path / "none")
    assert paths(storage) == []


def test_a_healthy_storage_passes_its_check(storage):
    storage.check()


def test_blobs_on_a_disk_are_told_where(storage, put):
    put(PATH)
    found = storage.local_path(PATH)
    assert found is None or found.read_bytes() == CONTENT


def test_the_blobs_below_a_prefix_are_listed(storage, put):
    for path in ("ab/cd/one", "ab/ce/two", "ac/three", "abc/four"):
        put(path)
    assert paths(storage, "ab/") == ["ab/cd/one", "ab/ce/two"]
    assert paths(storage, "ab/c") == ["ab/cd/one", "ab/ce/two"]
    assert paths(storage, "ab") == ["ab/cd/one", "ab/ce/two", "abc/four"]
    for prefix in ("no/", "../", "ab/cd/one/"):
        assert paths(storage, prefix) == []


def test_an_archive_is_read_by_ranges_wherever_it_lies(storage, put):
    large = random.Random(1).randbytes(3_000_000)
    put("aa/bb/a.whl", zipped({"large": large, "small": b"text"}, compression=ZIP_STORED))
    with opened_to_seek(storage, "aa/bb/a.whl") as opened, ZipFile(opened) as archive:
        assert archive.namelist() == ["large", "small"]
        assert archive.read("small") == b"text"
        assert archive.read("large") == large


def test_searching_is_done_as_in_a_file(storage, put):
    put(PATH)
    with opened_to_seek(storage, PATH) as opened:
        assert (opened.readable(), opened.seekable()) == (True, True)
        assert opened.seek(-5, io.SEEK_END) == len(CONTENT) - 5
        assert opened.read() == CONTENT[-5:]
        assert opened.read(9) == b""
        assert opened.seek(3) == 3
        assert opened.seek(2, io.SEEK_CUR) == opened.tell() == 5
        assert opened.read(4) == CONTENT[5:9]
        with pytest.raises((ValueError, OSError)):
            opened.seek(-1)
    with pytest.raises(BlobMissing):
        opened_to_seek(storage, "aa/bb/none")

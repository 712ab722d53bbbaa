"""Sweeping away what nobody names."""

import os
import time
from datetime import timedelta

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.http import offline
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import DeletedFile
from warehouse.packaging.services.sweeping import Sweeper
from warehouse.packaging.tasks import sweep_orphans
from warehouse.storage import LocalStorage

MONTH = timedelta(days=30)


@pytest.fixture
def put(storage, tmp_path):
    def put(path, *, days):
        source = tmp_path / "source"
        source.write_bytes(b"x")
        storage.put(path, source)
        source.unlink()
        then = time.time() - days * 86400
        os.utime(storage.local_path(path), (then, then))

    return put


def paths(storage):
    return {blob.path for blob in storage.list()}


def test_only_old_blobs_without_a_row_go(db, storage, put):
    release = make_release(db, make_project(db))
    file = make_file(db, release, "a-1.tar.gz", metadata_file_sha256_digest="a" * 64)
    for path in (file.path, metadata_path(file.path), f"{file.path}.provenance"):
        put(path, days=100)
    put("aa/bb/old.whl", days=31)
    put("aa/bb/old.whl.metadata", days=31)
    put("aa/bb/young.whl", days=0.5)

    assert Sweeper(db, storage).sweep_blobs(MONTH) == 2

    kept = {
        file.path,
        metadata_path(file.path),
        f"{file.path}.provenance",
        "aa/bb/young.whl",
    }
    assert paths(storage) == kept


def test_metadata_that_is_not_offered_goes(db, storage, put):
    file = make_file(db, make_release(db, make_project(db)), "a-1.tar.gz")
    for path in (file.path, metadata_path(file.path)):
        put(path, days=100)

    assert Sweeper(db, storage).sweep_blobs(MONTH) == 1

    assert paths(storage) == {file.path}


def test_the_bytes_of_deleted_files_are_kept_for_a_while(db, storage, put):
    file = make_file(db, make_release(db, make_project(db)), "a-1.tar.gz")
    path = file.path
    put(path, days=100)
    db.delete(file.release.project)
    db.commit()

    assert Sweeper(db, storage).sweep_blobs(MONTH) == 0

    deleted = db.get(DeletedFile, path)
    deleted.deleted -= timedelta(days=31)
    db.commit()
    assert Sweeper(db, storage).sweep_blobs(MONTH) == 1


def test_an_upload_that_is_being_published_is_safe(db, storage, put):
    put("aa/bb/new.whl", days=0.5)
    assert Sweeper(db, storage).sweep_blobs(timedelta(0)) == 0


def test_spools_of_crashed_uploads_go(db, storage):
    old, new = storage.scratch() / "upload-old", storage.scratch() / "upload-new"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))

    assert Sweeper(db, storage).sweep_scratch() == 1

    assert list(storage.scratch().iterdir()) == [new]


def test_the_task_does_both(registry, storage, put):
    put("aa/bb/old.whl", days=31)
    with offline(registry) as request:
        sweep_orphans(request)
    assert paths(storage) == set()


class Busy(LocalStorage):
    """A storage that others change between its list and the deletion."""

    def list(self, prefix=""):
        listed = sorted(super().list(prefix), key=lambda blob: blob.path)
        os.utime(self.local_path("aa/again"))
        self.delete("aa/gone")
        return iter(listed)


def test_bytes_that_were_stored_again_or_deleted_meanwhile_are_left_alone(db, storage, put):
    for path in ("aa/again", "aa/gone", "aa/old"):
        put(path, days=100)
    assert Sweeper(db, Busy(storage.root)).sweep_blobs(MONTH) == 1
    assert paths(storage) == {"aa/again"}

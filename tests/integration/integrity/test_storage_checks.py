"""Checks of the storage: what is missing, damaged or unnamed, and nothing else."""

import hashlib
import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.db import Transaction
from warehouse.http import offline
from warehouse.integrity import CheckEnded, CheckRunning, IntegrityService
from warehouse.integrity.models import CheckState, StorageCheck, StorageFinding
from warehouse.integrity.queries import newest_check, unreadable_files
from warehouse.integrity.tasks import check_storage
from warehouse.packaging.locations import blob_path, metadata_path
from warehouse.storage import LocalStorage, StorageUnavailable
from warehouse.tasks.steps import resume_work

CONTENT = b"some bytes"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
MONTH = timedelta(days=30)


@pytest.fixture
def service(db, storage):
    return IntegrityService(db.info[Transaction], storage, retention=MONTH)


@pytest.fixture
def put(storage, tmp_path):
    def put(path, content=CONTENT, *, days=0.0):
        source = tmp_path / "source"
        source.write_bytes(content)
        storage.put(path, source)
        then = time.time() - days * 86400
        os.utime(storage.local_path(path), (then, then))

    return put


@pytest.fixture
def release(db):
    return make_release(db, make_project(db))


def published(db, release, number, **more):
    name = f"a-1-{number}-py3-none-any.whl"
    digest = f"{number:02x}" * 32
    values = {"path": blob_path(digest, name), "blake2_256_digest": digest}
    values |= {"size": len(CONTENT), "sha256_digest": DIGEST, **more}
    return make_file(db, release, name, **values)


def found(db, service, **options):
    check = service.start(reads_bytes=False, **options)
    while service.step(check.id):
        db.commit()
    return {(each.kind.value, each.path) for each in db.scalars(select(StorageFinding))}


def test_nothing_is_found_where_all_agree(db, service, put, release):
    for number in range(3):
        put(published(db, release, number).path)
    put("ff/ff/being-published.whl", days=0.5)
    assert found(db, service) == set()
    check = newest_check(db)
    assert (check.state, check.files, check.blobs) == (CheckState.FINISHED, 3, 4)


def test_missing_blobs_and_other_sizes_are_found(db, service, put, release):
    lost = published(db, release, 1, metadata_file_sha256_digest=DIGEST)
    short = published(db, release, 2)
    put(lost.path)
    put(short.path, b"some")
    assert found(db, service) == {
        ("missing", metadata_path(lost.path)),
        ("damaged", short.path),
    }


def test_other_bytes_of_the_same_size_are_found_by_reading(db, service, put, release):
    file = published(db, release, 1)
    put(file.path, b"same size!")
    check = service.start(reads_bytes=True)
    while service.step(check.id):
        pass
    [finding] = db.scalars(select(StorageFinding))
    assert finding.path == file.path
    assert DIGEST in finding.detail


def test_blobs_that_the_sweep_left_are_found(db, service, put, release):
    gone = published(db, release, 1)
    put(gone.path, days=100)
    put("ab/cd/nobody.whl", days=100)
    put("ab/cd/for-the-next-sweep.whl", days=1.5)
    db.delete(gone)
    db.commit()
    assert found(db, service) == {("unnamed", "ab/cd/nobody.whl")}


class Broken(LocalStorage):
    """A disk on which some of the blobs cannot be read."""

    def open(self, path, **part):
        if "b-1" in path:
            raise StorageUnavailable("Input/output error")
        return super().open(path, **part)

    def list(self, prefix=""):
        if prefix == "ab/":
            raise StorageUnavailable("Input/output error")
        return super().list(prefix)


def test_a_file_that_cannot_be_read_keeps_no_check_from_its_end(db, storage, put, release):
    broken, whole = published(db, release, 1), published(db, release, 2)
    broken.path = "01/01/b-1.whl"
    db.commit()
    put(broken.path)
    put(whole.path)
    service = IntegrityService(db.info[Transaction], Broken(storage.root), retention=MONTH)
    check = service.start(reads_bytes=True)
    while service.step(check.id):
        pass
    findings = db.scalars(select(StorageFinding).order_by(StorageFinding.path)).all()
    assert [each.path for each in findings] == [broken.path, "ab/"]
    assert "cannot be read: Input/output error" in findings[0].detail
    assert (check.state, check.files) == (CheckState.FINISHED, 2)
    storage.root.rename(storage.root.with_name("away"))
    storage.root.write_bytes(b"no directory")
    again = service.start(reads_bytes=True)
    with pytest.raises(StorageUnavailable):
        service.step(again.id)


def test_nothing_is_open_while_the_storage_is_read(db, storage, put, release):
    class Watched(LocalStorage):
        def open(self, path, **part):
            seen.append(db.in_transaction())
            return super().open(path, **part)

        def list(self, prefix=""):
            seen.append(db.in_transaction())
            return super().list(prefix)

    seen = []
    put(published(db, release, 1).path)
    service = IntegrityService(db.info[Transaction], Watched(storage.root), retention=MONTH)
    check = service.start(reads_bytes=True)
    while service.step(check.id):
        pass
    assert len(seen) == 257
    assert not any(seen)


def test_a_step_that_reads_for_long_says_that_it_is_at_work(db, storage, put, release):
    put(published(db, release, 1).path)
    service = IntegrityService(
        db.info[Transaction], storage, retention=MONTH, sign_seconds=-1
    )
    check = service.start(reads_bytes=True)
    check.touched = datetime.now(UTC) - timedelta(hours=1)
    touched = []
    event.listen(db, "after_commit", lambda session: touched.append(check.touched))
    service.step(check.id)
    assert len(touched) > 2
    assert datetime.now(UTC) - touched[1] < timedelta(minutes=1)


def test_a_step_that_another_worker_did_meanwhile_is_dropped(db, storage, put, release):
    class Slow(LocalStorage):
        def open(self, path, **part):
            if check.position == "f":
                other.step(check.id)
            return super().open(path, **part)

    for number in range(3):
        put(published(db, release, number).path)
    transaction = db.info[Transaction]
    other = IntegrityService(transaction, storage, retention=MONTH)
    check = other.start(reads_bytes=True)
    slow = IntegrityService(transaction, Slow(storage.root), retention=MONTH)
    assert not slow.step(check.id)
    assert check.files == 3


def test_files_without_bytes_here_are_no_findings(db, service, release):
    published(db, release, 1, size=None, sha256_digest=None, blake2_256_digest=None)
    assert found(db, service) == set()


def test_one_check_runs_at_a_time_and_goes_on_where_it_was(db, service, put, release):
    put(published(db, release, 1).path)
    check = service.start(reads_bytes=False)
    with pytest.raises(CheckRunning):
        service.start(reads_bytes=False)
    assert service.step(check.id)
    service.stop(check)
    assert not service.step(check.id)
    with pytest.raises(CheckEnded):
        service.stop(check)
    service.go_on(check)
    while service.step(check.id):
        pass
    assert check.files == 1
    with pytest.raises(CheckEnded):
        service.go_on(check)


def test_a_dead_worker_leaves_no_check_behind(registry, db):
    with offline(registry) as request:
        check = request.service(IntegrityService).start(reads_bytes=False)
        check.touched = datetime.now(UTC) - timedelta(minutes=3)
    with offline(registry) as request:
        request.enqueue(resume_work)
    assert db.scalars(select(StorageCheck.state)).one() is CheckState.FINISHED


def test_only_a_finished_check_says_what_is_unreadable_and_it_is_kept(
    db, service, registry, release
):
    published(db, release, 1)
    finished = service.start(reads_bytes=False)
    while service.step(finished.id):
        pass
    stopped = service.start(reads_bytes=False)
    service.stop(stopped)
    db.execute(update(StorageCheck).values(created=datetime.now(UTC) - timedelta(days=91)))
    stopped.created += timedelta(minutes=1)
    db.commit()
    assert len(db.scalars(unreadable_files()).all()) == 1
    with offline(registry) as request:
        assert request.service(IntegrityService).forget() == 1
    assert db.scalars(select(StorageCheck.id)).one() == finished.id


def test_a_check_is_started_when_the_last_one_is_old(registry, db):
    for _ in range(2):
        with offline(registry) as request:
            request.enqueue(check_storage)
    assert len(db.scalars(select(StorageCheck)).all()) == 1
    weeks = datetime.now(UTC) - timedelta(days=8)
    db.execute(update(StorageCheck).values(created=weeks))
    db.commit()
    with offline(registry) as request:
        request.enqueue(check_storage)
    assert len(db.scalars(select(StorageCheck)).all()) == 2

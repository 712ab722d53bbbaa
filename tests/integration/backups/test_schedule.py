"""The worker makes a backup when the newest is too old, and never two at once."""

import fcntl

import pytest

from warehouse.backups import archive
from warehouse.backups.tasks import back_up
from warehouse.http import offline


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def registry(configured, folder, tmp_path):
    config = configured(
        BACKUP_PATH=str(folder),
        BACKUP_KEEP="2",
        BACKUP_HOOK=f'echo "$WAREHOUSE_BACKUP" >> {tmp_path}/told',
    )
    return config.registry


def run(registry):
    with offline(registry) as request:
        back_up(request)


def made(folder):
    return sorted(folder.glob("warehouse-*.tar.gz"))


def test_a_backup_is_made_when_it_is_due_and_not_before(registry, folder, tmp_path):
    run(registry)
    run(registry)
    [file] = made(folder)
    assert archive.verify(file)[0].revision is not None
    assert (tmp_path / "told").read_text().split() == [str(file)]


def test_old_backups_make_room(registry, folder):
    folder.mkdir()
    for year in (2020, 2021, 2022):
        (folder / f"warehouse-{year}0101T000000Z.tar.gz").touch()
    run(registry)
    assert len(made(folder)) == 2
    assert made(folder)[0].name == "warehouse-20220101T000000Z.tar.gz"


def test_two_workers_make_no_two(registry, folder):
    folder.mkdir()
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run(registry)
    assert made(folder) == []

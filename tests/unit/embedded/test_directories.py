"""Data directories: their places, permissions and locks."""

import os

import pytest

from warehouse.embedded import DataDirectory, EmbeddedError, InUse


@pytest.fixture
def data(tmp_path):
    directory = DataDirectory.at(tmp_path / "var")
    directory.create()
    return directory


def test_the_secret_is_made_once_and_is_ours_alone(data):
    secret = data.secret()
    path = data.root / "secrets" / "key"
    assert len(secret) >= 64
    assert data.secret() == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_directory_has_one_holder(data):
    in_use = pytest.raises(InUse, match=f"in use by process {os.getpid()}")
    with data.locked(), in_use, data.locked():
        pass
    with data.locked():
        pass


def test_nobody_else_may_read_the_data(data):
    for path in (data.valkey, data.files, data.beat, data.temporary):
        assert path.stat().st_mode & 0o077 == 0


def test_a_file_in_the_way_is_one_sentence(tmp_path):
    (tmp_path / "var").touch()
    with pytest.raises(EmbeddedError, match="Cannot keep data in"):
        DataDirectory.at(tmp_path / "var").create()


@pytest.mark.parametrize("name", ["with space", "a,b", "p%20", "d" * 100])
def test_sockets_of_awkward_directories_are_elsewhere(tmp_path, name):
    data = DataDirectory.at(tmp_path / name)
    data.create()
    sockets = data.sockets()
    try:
        assert len(str(sockets)) < 60
        assert data.sockets() == sockets
        assert sockets.stat().st_mode & 0o066 == 0
    finally:
        data.forget_sockets()
    assert not sockets.exists()


def test_a_socket_directory_that_others_may_write_is_not_trusted(tmp_path):
    data = DataDirectory.at(tmp_path / "a,b")
    data.create()
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (data.run / "sockets").write_text(str(tmp_path / "open"))
    assert data.sockets() != tmp_path / "open"
    data.forget_sockets()

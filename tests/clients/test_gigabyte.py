"""Uploads of a gigabyte: the web processes stay small, and the answer is right."""

import base64
import hashlib
import os
import threading
import time
import zipfile

import pytest

from tests.builders import forms
from tests.builders.wheels import members
from tests.clients.test_hostile import answer, connected, endless, head

MIB = 1024 * 1024
RISE = 150 * MIB
NAME = "gi_large"
FILENAME = f"{NAME}-1.0-py3-none-any.whl"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def large(make_server):
    return make_server(UPLOAD_MAX_FILE_MIB="1100")


@pytest.fixture(scope="module")
def gibibyte(tmp_path_factory):
    """A wheel of nearly 1 GiB, stored, written piece by piece."""
    path = tmp_path_factory.mktemp("large") / FILENAME
    block, digest, lines = os.urandom(MIB), hashlib.sha256(), []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(f"{NAME}/data", "w", force_zip64=True) as data:
            for _ in range(1023):
                data.write(block)
                digest.update(block)
        lines.append(line(f"{NAME}/data", digest, 1023 * MIB))
        for name, content in members(NAME).items():
            archive.writestr(name, content)
            lines.append(line(name, hashlib.sha256(content), len(content)))
        record = f"{NAME}-1.0.dist-info/RECORD"
        archive.writestr(record, "".join([*lines, f"{record},,\n"]))
    yield path
    path.unlink()


def line(name, digest, size):
    text = base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
    return f"{name},sha256={text},{size}\n"


class Watch:
    """Measures the memory of the web processes again and again."""

    def __init__(self, server):
        self.server, self.most, self.is_over = server, 0, False
        self.before = self.now()
        self.thread = threading.Thread(target=self.look)

    def now(self):
        return sum(each.memory_full_info().pss for each in self.server.web_workers())

    def look(self):
        while not self.is_over:
            self.most = max(self.most, self.now())
            time.sleep(0.2)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join(60)
        self.after = self.now()

    def __str__(self):
        figures = (self.before, self.most, self.after)
        return "{} MiB before, {} at most, {} after".format(*(n // MIB for n in figures))


def send(server, path, digest):
    """Publish a file piece by piece; the server's answer."""
    values = forms.fields(path.name, b"", name=NAME, sha256_digest=digest)
    values = {
        k: v for k, v in values.items() if k not in {"md5_digest", "blake2_256_digest"}
    }
    start, end = forms.body(values, path.name, b"\0split\0").split(b"\0split\0")
    length = len(start) + path.stat().st_size + len(end)
    with connected(server, timeout=300) as connection, path.open("rb") as file:
        connection.sendall(head(server, f"Content-Length: {length}") + start)
        connection.sendfile(file)
        connection.sendall(end)
        return answer(connection)


def test_a_gibibyte_is_accepted_in_little_memory(large, gibibyte, capsys):
    with gibibyte.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    begun = time.monotonic()
    with Watch(large) as watch:
        status, text = send(large, gibibyte, digest)
    with capsys.disabled():
        print(f" 1 GiB accepted: {time.monotonic() - begun:.0f} s, {watch}")  # noqa: T201
    assert status == 200, text
    assert large.files("gi-large")[FILENAME]["hashes"]["sha256"] == digest
    assert large.spooled() == []
    assert watch.most - watch.before < RISE


def test_a_gibibyte_is_refused_in_little_memory(index, gibibyte, capsys):
    blobs, begun = index.blobs(), time.monotonic()
    with Watch(index) as watch:
        status, text = send(index, gibibyte, "0" * 64)
    with capsys.disabled():
        print(f" 1 GiB refused: {time.monotonic() - begun:.0f} s, {watch}")  # noqa: T201
    assert status == 400
    assert "File too large. Limit for project 'gi_large' is 100 MB." in text
    assert (index.files("gi-large"), index.spooled(), index.blobs()) == ({}, [], blobs)
    assert watch.most - watch.before < RISE


def test_a_file_without_end(index, capsys):
    blobs, begun = index.blobs(), time.monotonic()
    values = {":action": "file_upload", "protocol_version": "1", "name": NAME}
    start = forms.body(values, FILENAME, b"")[: -len(forms.BOUNDARY) - 8]
    with Watch(index) as watch, connected(index) as connection:
        first = head(index, "Transfer-Encoding: chunked")
        connection.sendall(first + b"%x\r\n%s\r\n" % (len(start), start))
        sent = endless(connection, os.urandom(MIB), 4096 * MIB)
        status, text = answer(connection)
    with capsys.disabled():
        print(f" endless: {sent // MIB} MiB, {time.monotonic() - begun:.0f} s, {watch}")  # noqa: T201
    assert sent < 1500 * MIB
    assert status == 400
    assert "File too large" in text
    time.sleep(1)
    assert (index.spooled(), index.blobs()) == ([], blobs)
    assert watch.most - watch.before < RISE

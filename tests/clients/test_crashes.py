"""Acknowledged uploads survive every kill, and the others may be retried."""

import hashlib
import http.client
import itertools
import random
import signal
import threading
import time
from dataclasses import dataclass, field

import psutil
import pytest

from tests.builders.wheels import wheel

pytestmark = pytest.mark.timeout(600)

INDEX_LAG = 1.0
"""Seconds that the list of all projects may be behind everything else."""


@dataclass
class Uploader:
    """Publishes one project after the other for as long as it is asked to."""

    server: object
    who: str
    acknowledged: dict = field(default_factory=dict)
    unsure: dict = field(default_factory=dict)
    refusals: list = field(default_factory=list)
    may_go_on: bool = True

    def __post_init__(self):
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        for number in itertools.count():
            if not self.may_go_on:
                return
            name = f"cr_{self.who}_{number}"
            self.send(name, f"{name}-1.0-py3-none-any.whl", wheel(name))

    def send(self, name, filename, content):
        self.unsure[filename] = (name, content)
        try:
            status, reason, body = self.server.upload(filename, content, name=name)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return
        if status == 200:
            self.acknowledged[filename] = self.unsure.pop(filename)
        else:
            self.refusals.append((status, reason, body))
            time.sleep(0.05)

    def finish(self):
        self.may_go_on = False
        self.thread.join(120)
        assert not self.thread.is_alive()


@pytest.fixture(scope="module")
def server(make_server):
    return make_server()


def killed(processes):
    for each in processes:
        each.send_signal(signal.SIGKILL)
    psutil.wait_procs(processes, timeout=10)


def web_workers(server):
    killed(server.web_workers())


def web_master(server):
    killed(server.processes("gunicorn")[:1])


def postmaster(server):
    killed(server.processes("postgres -D")[:1])


def one_backend(server):
    killed([each for each in server.processes("postgres: warehouse")][:1])


def valkey(server):
    killed(server.processes("valkey-server"))


def background_worker(server):
    killed(server.processes("warehouse: worker"))


def loader(server):
    """All that is ours is forked from it, and ends with it."""
    killed(server.processes("warehouse.loader")[:1])


def everything(server):
    server.process.kill()
    server.process.wait(10)
    server.start()


VICTIMS = [
    web_workers, web_master, postmaster, one_backend, valkey, background_worker, loader,
    everything,
]  # fmt: skip


@pytest.mark.parametrize("kill", VICTIMS, ids=lambda kill: kill.__name__)
def test_nothing_acknowledged_is_lost(server, kill, capsys):
    uploaders = [Uploader(server, f"{kill.__name__}_{who}") for who in "ab"]
    time.sleep(1)
    begun = time.monotonic()
    kill(server)
    took = server.answers_within(60)
    time.sleep(1)
    for each in uploaders:
        each.finish()
    everything_holds(server, uploaders)
    every_listed_file_is_whole(server)
    with capsys.disabled():
        counts = [(len(each.acknowledged), len(each.unsure)) for each in uploaders]
        refused = sum(len(each.refusals) for each in uploaders)
        total = time.monotonic() - begun
        print(f" {kill.__name__}: {took:.1f} s, {counts}, {refused} refused, {total:.0f} s")  # noqa: T201


@pytest.mark.slow
def test_a_long_run_of_kills(server, capsys):
    """One after the other, whatever the last one left is still starting."""
    uploaders = [Uploader(server, f"long_{who}") for who in "ab"]
    order = random.Random(2026)
    for _ in range(20):
        victim = order.choice(VICTIMS)
        victim(server)
        time.sleep(order.random() * 4)
    took = server.answers_within(90)
    time.sleep(2)
    for each in uploaders:
        each.finish()
    everything_holds(server, uploaders)
    every_listed_file_is_whole(server)
    with capsys.disabled():
        counts = [(len(each.acknowledged), len(each.unsure)) for each in uploaders]
        print(f" 20 kills: well after {took:.1f} s, {counts}")  # noqa: T201


def everything_holds(server, uploaders):
    for each in uploaders:
        assert each.acknowledged
        assert {status for status, _, _ in each.refusals} <= {503}, each.refusals
        for _, reason, body in each.refusals:
            assert "Traceback" not in reason + body
        for filename, (name, content) in each.unsure.items():
            server.publish(filename, content, name=name)
        time.sleep(INDEX_LAG)
        listed = set(server.projects())
        for filename, (name, content) in (each.acknowledged | each.unsure).items():
            assert name in listed
            file = server.files(name.replace("_", "-"))[filename]
            assert file["hashes"]["sha256"] == hashlib.sha256(content).hexdigest()
            assert server.download(file["url"]) == content


def every_listed_file_is_whole(server):
    rows = server.query("SELECT path, size, sha256_digest FROM release_files")
    for path, size, digest in rows:
        content = server.download(f"{server.url}/packages/{path}")
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, digest)

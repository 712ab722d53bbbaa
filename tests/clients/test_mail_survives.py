"""Mail of people who register while the worker and the mail server are killed."""

import random
import re
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from tests.builders.ports import free_port
from tests.builders.waiting import wait_until
from tests.clients.server import ROOT, Server
from tests.fixtures.client import PASSWORD


class KillableMailServer:
    """A mail server in a process of its own, started again after each kill."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "tests.clients.mailbox"]
        self.process = subprocess.Popen(
            [*command, str(self.folder), str(self.port)],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        return self

    def kill(self):
        self.process.kill()
        self.process.wait(20)

    def messages(self):
        """Return how often each message came, by the address that it is for."""
        found = {}
        for path in self.folder.iterdir():
            if not path.name.startswith("."):
                recipient, message, _ = path.name.split(" ")
                found.setdefault(recipient, Counter())[message] += 1
        return found


@pytest.fixture
def mail_server(tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    server = KillableMailServer(folder).start()
    yield server
    server.kill()


@pytest.fixture
def index(tmp_path, mail_server):
    folder = tmp_path / "index"
    folder.mkdir()
    for each in (folder, *folder.parents[:3]):
        each.chmod(0o755)
    running = Server(
        folder,
        SMTP_URL=f"smtp://127.0.0.1:{mail_server.port}?starttls=no",
        WAREHOUSE_DOMAIN="localhost",
        TRUSTED_PROXIES="1",
        REGISTRATION="open",
    )
    yield running.start()
    running.stop()


def register(index, number):
    """Register as a stranger from an address of their own does; returns theirs."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.addheaders = [("X-Forwarded-For", f"10.{number >> 8}.{number & 255}.1")]
    place = f"{index.url}/account/register/"
    page = browser.open(place, timeout=60).read().decode()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]
    address = f"person{number}@example.com"
    form = {
        "csrf_token": token,
        "username": f"person{number}",
        "email": address,
        "new_password": PASSWORD,
        "password_confirm": PASSWORD,
        "full_name": "",
        "confirm_form": "",
    }
    answer = browser.open(place, urlencode(form).encode(), timeout=60)
    assert answer.url != place, answer.read().decode()[:3000]
    return address


@contextmanager
def killing(index, mail_server, pause):
    """Kill the worker and the mail server in turn, for as long as the block lasts."""
    dice, is_over, killed = random.Random(7), [], Counter()

    def kill():
        while not is_over:
            time.sleep(pause * dice.uniform(0.5, 1.5))
            mail_server.kill()
            killed["mail server"] += 1
            time.sleep(pause / 4)
            mail_server.start()
            for worker in index.processes("warehouse: worker")[:1]:
                worker.kill()
                killed["worker"] += 1

    with ThreadPoolExecutor(1) as thread:
        doing = thread.submit(kill)
        try:
            yield killed
        finally:
            is_over.append(True)
            doing.result(60)


def everybody_has_mail(index, mail_server, people, pause):
    with killing(index, mail_server, pause) as killed, ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(lambda n: register(index, n), range(people)))
    assert min(killed["worker"], killed["mail server"]) >= 1
    wait_until(lambda: addresses <= set(mail_server.messages()), seconds=240)
    queued = "SELECT count(*) FROM email_messages WHERE status = 'queued'"
    wait_until(lambda: index.query(queued) == [(0,)])
    found = mail_server.messages()
    assert set(found) == addresses
    assert {address: len(each) for address, each in found.items() if len(each) != 1} == {}


def test_everybody_who_registers_gets_one_message(index, mail_server):
    everybody_has_mail(index, mail_server, people=12, pause=1)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_five_hundred_people_who_register_get_one_message_each(index, mail_server):
    everybody_has_mail(index, mail_server, people=500, pause=8)

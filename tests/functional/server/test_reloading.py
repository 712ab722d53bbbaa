"""Nobody notices that the processes of a server are replaced by new ones."""

import signal
import threading
from contextlib import contextmanager
from operator import gt

import psutil

from tests.builders.gunicorn import COMMAND, gunicorn
from tests.builders.ports import free_port
from tests.builders.waiting import wait_until
from tests.functional.server.test_handoff import WITNESS, Server, ask, running


class Client(threading.Thread):
    """Asks again and again over connections that it keeps, and never tries twice."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.is_over, self.failures, self.answers = server, False, [], 0

    def run(self):
        while not self.is_over:
            with self.server.connect() as connection:
                self.ask(connection)

    def ask(self, connection):
        """Ask over one connection until its server wants another one."""
        while not self.is_over:
            try:
                ask(connection, "POST", "/legacy/", b"x" * 1000)
                ask(connection, "GET", "/simple/")
            except Exception as error:  # noqa: BLE001 (whatever it is, it was noticed)
                self.failures.append(error)
                return
            self.answers += 1
            if connection.sock is None:
                return


@contextmanager
def asking(server, number):
    clients = [Client(server) for _ in range(number)]
    for each in clients:
        each.start()
    wait_until(lambda: all(each.answers for each in clients))
    try:
        yield clients
    finally:
        for each in clients:
            each.is_over = True
        for each in clients:
            each.join(30)


def test_no_request_is_lost_while_processes_are_replaced():
    with running() as server:
        with asking(server, 4) as clients:
            for _ in range(3):
                before = server.pids()
                server.process.send_signal(signal.SIGHUP)
                wait_until(lambda before=before: not before & server.pids())
                wait_until(lambda: len(server.pids()) == 3)
        assert [each.failures for each in clients] == [[]] * 4


def test_no_request_is_lost_while_a_new_server_takes_over():
    """Gunicorn replaces itself by its command and its address."""
    port = free_port()
    with gunicorn(WITNESS, f"127.0.0.1:{port}", command=COMMAND) as started:
        server = Server(port, started)
        wait_until(lambda: len(server.pids()) == 3)
        with asking(server, 4) as clients:
            old = server.pids()
            server.process.send_signal(signal.SIGUSR2)
            wait_until(lambda: len(server.process.children(recursive=True)) == 7)
            [successor] = [
                each for each in server.process.children() if each.pid not in old
            ]
            server.process.send_signal(signal.SIGTERM)
            wait_until(lambda: not any(map(psutil.pid_exists, old)))
            answered = [each.answers for each in clients]
            wait_until(lambda: all(map(gt, (each.answers for each in clients), answered)))
        successor.terminate()
        wait_until(lambda: not successor.is_running())
        assert [each.failures for each in clients] == [[]] * 4

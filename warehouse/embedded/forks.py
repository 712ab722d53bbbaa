"""The supervisor's side of the fork server: it treats forks as processes of its own."""

import json
import select
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from warehouse.embedded.processes import NOBODY, Process, Program, spawn

_ANSWER_SECONDS = 30.0
_LONGEST = 65_536


class Fork:
    """A process that a fork server has forked."""

    def __init__(self, forks: "Forks", pid: int) -> None:
        self.pid = pid
        self._forks = forks
        # Numbers come again, so what is known of this one is kept in this place.
        self._known = forks.known

    def poll(self) -> int | None:
        """Return the exit status; None while it runs."""
        self._forks.listen()
        return self._known.get(self.pid, -signal.SIGKILL if self._is_lost else None)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raise `subprocess.TimeoutExpired` when that takes too long."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"fork {self.pid}", timeout or 0)
            self._forks.listen(0.05)
        return status

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless it has ended already."""
        if self.poll() is None:
            self._forks.tell({"signal": int(sig), "pid": self.pid})

    @property
    def _is_lost(self) -> bool:
        """Return whether the server that would report its end has gone."""
        return self._known is not self._forks.known or not self._forks.is_connected


class Forks:
    """Sends orders to the fork server, and reads what it reports."""

    def __init__(self) -> None:
        self.known: dict[int, int] = {}
        """Return the exit statuses of the server's forks, by process id."""
        self._control: socket.socket | None = None
        self._unread = b""
        self._is_ready = False
        self._newest: list[int] = []

    def serve(self, program: Program, output: int) -> Process:
        """Start the server; this is the `spawn` of its `Program`."""
        self._hang_up()
        self._control, theirs = socket.socketpair()
        self.known, self._unread, self._newest = {}, b"", []
        with theirs:
            return spawn(program, output, stdin=theirs.fileno())

    def program(self, job: str, arguments: Sequence[str] = (), **more: Any) -> Program:
        """Return a program that runs as a fork with the job `job`."""
        return Program(
            name=more.pop("name", job),
            spawn=partial(self._spawn, job, tuple(arguments)),
            may_start=self.is_ready,
            **more,
        )

    @property
    def is_connected(self) -> bool:
        """Return whether the connection to the server is open."""
        return self._control is not None

    def is_ready(self) -> bool:
        """Return whether the server has loaded the application."""
        self.listen()
        return self._is_ready

    def tell(self, order: dict[str, Any], *descriptors: int) -> None:
        """Send an order; if the server has died, do nothing, since `poll` tells it."""
        if self._control is None:
            return
        line = json.dumps(order).encode() + b"\n"
        try:
            socket.send_fds(self._control, [line], descriptors)
        except ConnectionError:
            self._hang_up()

    def listen(self, seconds: float = 0) -> None:
        """Read what the server has reported, waiting `seconds` at most."""
        while self._control is not None:
            readable, _, _ = select.select([self._control], [], [], seconds)
            if not readable:
                return
            seconds = 0
            try:
                read = self._control.recv(_LONGEST)
            except ConnectionError:
                read = b""
            if not read:
                self._hang_up()
                return
            *lines, self._unread = (self._unread + read).split(b"\n")
            for line in lines:
                self._note(json.loads(line))
        time.sleep(seconds)

    def _note(self, told: dict[str, Any]) -> None:
        if "ended" in told:
            self.known[told["ended"]] = told["status"]
        elif "forked" in told:
            self.known.pop(told["forked"], None)
            self._newest.append(told["forked"])
        else:
            self._is_ready = True

    def _spawn(
        self, job: str, arguments: Sequence[str], program: Program, output: int
    ) -> Process:
        self.tell({"job": job, "arguments": list(arguments)}, output)
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not self._newest:
            if not self.is_connected or time.monotonic() > deadline:
                self._hang_up()
                return Fork(self, NOBODY)
            self.listen(0.05)
        return Fork(self, self._newest.pop())

    def _hang_up(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control, self._is_ready = None, False

"""A process that has loaded an application once, and forks what needs it.

The web server, the background worker and the migrations all need the whole application.
Loaded by each of them it takes a hundred megabytes each; forked from one process that has
it, they share them. This is that process. It has no thread and does nothing by itself: the
supervisor tells it over a socket what to fork, which signal to send to whom, and hears
from it what has ended. `Forks` is the supervisor's end of the socket.

Messages are lines of JSON. An order to fork carries the descriptor of the fork's output.

    -> {"job": "web", "arguments": ["--workers", "2"]}     <- {"forked": 4711}
    -> {"signal": 15, "pid": 4711}                          <- {"ended": 4711, "status": 0}

A fork leads a session of its own, as every program of the supervisor does, and the kernel
tells it when this process has died.
"""

import array
import json
import os
import select
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from warehouse.embedded.launch import die_with_parent

Job = Callable[[Sequence[str]], None]

_LONGEST = 65_536
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


class ForkServer:
    """Carries out the orders that come through `control`, until it is told to stop."""

    def __init__(self, control: socket.socket, jobs: Mapping[str, Job]) -> None:
        self._control, self._jobs = control, jobs
        self._unread = b""
        self._outputs: list[int] = []
        self._living: set[int] = set()
        self._is_stopping = False

    def run(self) -> Callable[[], None] | None:
        """Serve orders; return the job in each fork, and None in this process."""
        waking, woken = socket.socketpair()
        for end in (waking, woken):
            end.setblocking(False)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, self._on_signal)
        self._tell(ready=True)
        while self._living or not self._is_stopping:
            heard = [waking] if self._is_stopping else [waking, self._control]
            readable, _, _ = select.select(heard, [], [])
            if waking in readable:
                waking.recv(_LONGEST)
            if self._control in readable:
                job = self._obey()
                if job is not None:
                    waking.close()
                    woken.close()
                    return job
            self._reap()
        return None

    def _on_signal(self, number: int, frame: object) -> None:
        if number == signal.SIGTERM:
            self._stop()

    def _stop(self) -> None:
        self._is_stopping = True
        for pid in self._living:
            os.kill(pid, signal.SIGTERM)

    def _obey(self) -> Callable[[], None] | None:
        """Carry out one order; in a fork, return its job."""
        try:
            read, ancillary, _, _ = self._control.recvmsg(
                _LONGEST, socket.CMSG_SPACE(8 * array.array("i").itemsize)
            )
        except ConnectionError:
            read, ancillary = b"", []
        if not read:
            # The supervisor has gone without a word.
            self._stop()
            return None
        for _, _, data in ancillary:
            found = array.array("i")
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
            self._outputs.extend(found)
        *lines, self._unread = (self._unread + read).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if "job" not in order:
                self._signal(order["pid"], order["signal"])
                continue
            job = self._fork(self._outputs.pop(0), order)
            if job is not None:
                return job
        return None

    def _signal(self, pid: int, number: int) -> None:
        # Nobody else can have its number before it is waited for, which only we do.
        if pid in self._living:
            os.kill(pid, number)

    def _fork(self, output: int, order: Mapping[str, Any]) -> Callable[[], None] | None:
        parent = os.getpid()
        pid = os.fork()
        if pid:
            os.close(output)
            self._living.add(pid)
            self._tell(forked=pid)
            return None
        signal.set_wakeup_fd(-1)
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        die_with_parent(parent, signal.SIGTERM)
        self._control.close()
        for other in self._outputs:
            os.close(other)
        _take_over(output)
        return partial(self._jobs[order["job"]], order["arguments"])

    def _reap(self) -> None:
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._living.discard(pid)
            self._tell(ended=pid, status=os.waitstatus_to_exitcode(status))

    def _tell(self, **facts: object) -> None:
        # Without a supervisor nobody wants to know.
        with suppress(ConnectionError):
            self._control.sendall(json.dumps(facts).encode() + b"\n")


def _take_over(output: int) -> None:
    """Connect standard input to nothing, and both outputs to `output`."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, place in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(descriptor, place)
    for descriptor in {nothing, output} - {0, 1, 2}:
        os.close(descriptor)

"""One process that we start, watch and stop, and what is left of those we lost.

Each program leads a session of its own, so that a Ctrl-C in the terminal reaches only
the supervisor and so that all it started can be found again by the session. A record on
disk names it, so that the next supervisor finds what a killed one left behind.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from warehouse.embedded.errors import EmbeddedError
from warehouse.embedded.unprivileged import User

Log = Callable[[str, str], None]

_LAUNCHER = Path(__file__).with_name("launch.py")
_POLL_SECONDS = 0.05
# Recovery after a crash may take long; a server that ends is noticed at once.
_START_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run, and how to ask it to stop."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] | None = None
    stop_signals: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGKILL)
    patience: float = 20.0
    user: User | None = None
    pass_fds: tuple[int, ...] = ()
    before_start: Callable[[], None] = field(default=lambda: None)
    is_ready: Callable[[], bool] = field(default=lambda: True)


class Child:
    """A running program, whose output is written line by line to `log`."""

    def __init__(self, program: Program, *, records: Path, log: Log) -> None:
        self.program = program
        self.started = 0.0
        self._record = records / f"{program.name}.json"
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._is_swept = False

    def start(self) -> None:
        """Start the program; returns before it is ready."""
        self.program.before_start()
        self._process = subprocess.Popen(
            launch(self.program.command, self.program.user, self.program.stop_signals[0]),
            env=self.program.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=self.program.pass_fds,
        )
        self.started, self._is_swept = time.monotonic(), False
        self._remember(self._process.pid)
        threading.Thread(target=self._relay, args=(self._process,), daemon=True).start()

    @property
    def pid(self) -> int | None:
        """The process, once there is one."""
        return self._process.pid if self._process else None

    @property
    def status(self) -> int | None:
        """What it ended with; None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def is_running(self) -> bool:
        """Has it been started, and not ended?"""
        return self._process is not None and self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended already."""
        if self._process is not None:
            self._process.send_signal(number)

    def stop(self) -> None:
        """Ask it to stop, insist when it takes too long, and leave nothing behind."""
        if self._process is None:
            return
        for number in self.program.stop_signals:
            self.signal(number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(self.program.patience)
                break
        self.sweep()

    def sweep(self) -> None:
        """Kill what an ended program left in its session, and forget its record."""
        if self._process is not None and not self._is_swept:
            # Once only: later its number may be another process's.
            self._is_swept = True
            kill_session(self._process.pid)
            self._record.unlink(missing_ok=True)

    def _remember(self, pid: int) -> None:
        try:
            born = psutil.Process(pid).create_time()
        except psutil.NoSuchProcess:
            return
        signals = [int(number) for number in self.program.stop_signals]
        temporary = self._record.with_suffix(".new")
        temporary.write_text(json.dumps({"pid": pid, "born": born, "signals": signals}))
        temporary.replace(self._record)

    def _relay(self, process: subprocess.Popen[bytes]) -> None:
        output: IO[bytes] | None = process.stdout
        if output is not None:
            with output:
                for line in output:
                    self._log(self.program.name, line.decode(errors="replace").rstrip())


@contextmanager
def running(program: Program, records: Path, log: Log) -> Iterator[Child]:
    """Run a program until the end of the block; `EmbeddedError` if it cannot start."""
    lines: deque[str] = deque(maxlen=5)

    def remember(name: str, line: str) -> None:
        lines.append(line)
        log(name, line)

    child = Child(program, records=records, log=remember)
    try:
        child.start()
        if not wait_for(child, _START_SECONDS):
            said = f"; it last said: {' / '.join(lines)}" if lines else ""
            raise EmbeddedError(f"{program.name} did not start{said}")
        yield child
    finally:
        child.stop()


def launch(
    command: tuple[str, ...], user: User | None, signal_at_death: signal.Signals
) -> list[str]:
    """The command line that runs `command` as `user` for as long as we live."""
    who = user or User(-1, -1)
    numbers = (os.getpid(), int(signal_at_death), who.uid, who.gid, int(who.needs_access))
    return [sys.executable, "-I", "-S", str(_LAUNCHER), *map(str, numbers), *command]


def stop_orphans(records: Path, patience: float = 10.0) -> None:
    """Stop every process a supervisor that was killed has left running."""
    for record in sorted(records.glob("*.json")):
        try:
            known = json.loads(record.read_text())
            pid, born = int(known["pid"]), float(known["born"])
            signals = [signal.Signals(number) for number in known["signals"]]
        except (ValueError, KeyError, TypeError):
            # Only a crash of the machine leaves half a record, and then nothing runs.
            record.unlink()
            continue
        if _leader_is(pid, born):
            for number in signals:
                if end(pid, number, patience):
                    break
        if is_gone(pid):
            kill_session(pid)
        record.unlink()


def end(pid: int, number: signal.Signals, patience: float) -> bool:
    """Send a signal and tell whether the process is gone within `patience` seconds."""
    deadline = time.monotonic() + patience
    with suppress(ProcessLookupError):
        os.kill(pid, number)
    while not is_gone(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def is_gone(pid: int) -> bool:
    """Has the process ended? One that nobody has waited for yet counts as ended."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def kill_session(leader: int) -> None:
    """Kill every process in the session that `leader` led."""
    for pid in psutil.pids():
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


def wait_for(child: Child, seconds: float) -> bool:
    """Wait until the child's program is ready; False when it ended or took too long."""
    deadline = time.monotonic() + seconds
    while child.is_running and time.monotonic() < deadline:
        if child.program.is_ready():
            return True
        time.sleep(_POLL_SECONDS)
    return False


def _leader_is(pid: int, born: float) -> bool:
    """Is it still the process we knew, and not another one with its number?"""
    with suppress(psutil.NoSuchProcess):
        return not is_gone(pid) and abs(psutil.Process(pid).create_time() - born) < 2
    return False

"""Start, watch and stop one process; find those that a dead supervisor left behind.

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
from typing import Protocol

import psutil

from warehouse.embedded.errors import EmbeddedError
from warehouse.embedded.unprivileged import User

Log = Callable[[str, str], None]

_LAUNCHER = Path(__file__).with_name("launch.py")
NOBODY = -1
"""The process id of a process that could not be started."""
_POLL_SECONDS = 0.05
# What a program left running may hold its output open.
_READ_SECONDS = 5.0
# Recovery after a crash may take long; a server that ends is noticed at once.
_START_SECONDS = 300


class Process(Protocol):
    """What `subprocess.Popen` and a fork have in common."""

    @property
    def pid(self) -> int:
        """Return the process id."""

    def poll(self) -> int | None:
        """Return the exit status; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raise `subprocess.TimeoutExpired` when that takes too long."""

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless it has ended already."""


def spawn(program: "Program", output: int, stdin: int = subprocess.DEVNULL) -> Process:
    """Start the command of `program`, which writes to the descriptor `output`."""
    return subprocess.Popen(
        launch(program.command, program.user, program.stop_signals[0]),
        env=program.environment,
        stdin=stdin,
        stdout=output,
        stderr=output,
        start_new_session=True,
        pass_fds=program.pass_fds,
    )


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run, and how to ask it to stop."""

    name: str
    command: tuple[str, ...] = ()
    spawn: Callable[["Program", int], Process] = spawn
    """Starts a process of this program."""
    may_start: Callable[[], bool] = field(default=lambda: True)
    """Returns whether the program can be started now."""
    is_needed: bool = True
    """Whether the index needs it to answer."""
    ends: bool = False
    """Whether it is meant to end."""
    leaves_out: str | None = None
    """Lines with these words are not shown, since nobody can act on them."""
    advice: str = ""
    """The consequence of its absence, as a sentence for an operator."""
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
        self._process: Process | None = None
        self._listener: threading.Thread | None = None
        self._is_swept = False

    def start(self) -> None:
        """Start the program, without waiting until it is ready."""
        self.program.before_start()
        ours, theirs = os.pipe()
        try:
            self._process = self.program.spawn(self.program, theirs)
        finally:
            os.close(theirs)
            self._listener = threading.Thread(target=self._relay, args=(ours,), daemon=True)
            self._listener.start()
        self.started, self._is_swept = time.monotonic(), False
        if self._process.pid != NOBODY:
            self._remember(self._process.pid)

    @property
    def pid(self) -> int | None:
        """Return the process; None before the start."""
        return self._process.pid if self._process else None

    @property
    def status(self) -> int | None:
        """Return the exit status; None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def is_running(self) -> bool:
        """Return whether it has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def wait_for_output(self) -> None:
        """Wait until all output of an ended program has been read."""
        if self._listener is not None:
            self._listener.join(_READ_SECONDS)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended already."""
        if self._process is not None:
            self._process.send_signal(number)

    def stop(self) -> None:
        """Ask it to stop, kill it when that takes too long, and clean up."""
        if self._process is None:
            return
        for number in self.program.stop_signals:
            self.signal(number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(self.program.patience)
                break
        self.sweep()

    def sweep(self) -> None:
        """Kill the processes left in its session, and delete its record."""
        if self._process is not None and self._process.pid != NOBODY and not self._is_swept:
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

    def _relay(self, output: int) -> None:
        with os.fdopen(output, "rb") as lines:
            for line in lines:
                text = line.decode(errors="replace").rstrip()
                if self.program.leaves_out is None or self.program.leaves_out not in text:
                    self._log(self.program.name, text)


@contextmanager
def running(program: Program, records: Path, log: Log) -> Iterator[Child]:
    """Run a program during the block; raise `EmbeddedError` if it cannot start."""
    lines: deque[str] = deque(maxlen=5)
    child = Child(program, records=records, log=_remembering(lines, log))
    try:
        child.start()
        if not wait_for(child, _START_SECONDS):
            said = f"; it last said: {' / '.join(lines)}" if lines else ""
            raise EmbeddedError(f"{program.name} did not start{said}")
        yield child
    finally:
        child.stop()


def run_to_end(program: Program, records: Path) -> list[str]:
    """Return the output of a program; raise `EmbeddedError` if it fails."""
    lines: deque[str] = deque()
    child = Child(program, records=records, log=_remembering(lines, lambda *said: None))
    try:
        child.start()
        while child.is_running:
            time.sleep(_POLL_SECONDS)
        child.wait_for_output()
    finally:
        child.stop()
    if child.status:
        raise EmbeddedError(
            lines[-1].removeprefix("Error: ")
            if lines
            else f"{program.name} ended with status {child.status}."
        )
    return list(lines)


def _remembering(lines: deque[str], log: Log) -> Log:
    def remember(name: str, line: str) -> None:
        lines.append(line)
        log(name, line)

    return remember


def launch(
    command: tuple[str, ...], user: User | None, signal_at_death: signal.Signals
) -> list[str]:
    """Return the command line that runs `command` as `user`, ending with this process."""
    who = user or User(-1, -1)
    numbers = (os.getpid(), int(signal_at_death), who.uid, who.gid, int(who.needs_access))
    return [sys.executable, "-I", "-S", str(_LAUNCHER), *map(str, numbers), *command]


def stop_orphans(records: Path, patience: float = 10.0) -> None:
    """Stop the processes that a killed supervisor has left running."""
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
    """Send a signal; return whether the process has gone within `patience` seconds."""
    deadline = time.monotonic() + patience
    with suppress(ProcessLookupError):
        os.kill(pid, number)
    while not is_gone(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def is_gone(pid: int) -> bool:
    """Return whether the process has ended; a zombie counts as ended."""
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
    """Wait until the program is ready; return False when it ended or took too long."""
    deadline = time.monotonic() + seconds
    while child.is_running and time.monotonic() < deadline:
        if child.program.is_ready():
            return True
        time.sleep(_POLL_SECONDS)
    return False


def _leader_is(pid: int, born: float) -> bool:
    """Return whether it is the same process, and not another with its process id."""
    with suppress(psutil.NoSuchProcess):
        return not is_gone(pid) and abs(psutil.Process(pid).create_time() - born) < 2
    return False

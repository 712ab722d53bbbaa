"""Start everything an index needs in order, keep it running, stop it in reverse order.

The supervisor itself holds the listening socket and lends it to the web processes. So a
port in use is noticed before anything is started, and while the web processes are being
restarted, requests wait instead of being refused.
"""

import http.client
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import FrameType

from warehouse.embedded.directories import DataDirectory
from warehouse.embedded.errors import EmbeddedError
from warehouse.embedded.processes import Child, Program, run_to_end, stop_orphans, wait_for
from warehouse.embedded.restarts import Restarts
from warehouse.embedded.services import Services
from warehouse.paths import HEALTH

_TICK_SECONDS = 0.25
_LOADING_SECONDS = 300.0
_ANSWER_SECONDS = 90.0

Environment = Mapping[str, str]


class StopRequested(Exception):
    """A signal asked the supervisor to stop while it was starting."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the supervisor is given: the programs, and whom to tell."""

    programs: Callable[[Environment, int], Sequence[Program]]
    """The programs, given their environment and the descriptor of the socket.

    One after the other is started when the one before it is ready; one that `ends` has then
    done its part.
    """
    announce: Callable[[str], None]
    """Called with the URL when the index answers."""


class Supervisor:
    """Runs one index over one data directory until it is asked to stop."""

    def __init__(
        self, data: DataDirectory, environ: Environment, *, host: str, port: int, plan: Plan
    ) -> None:
        self.data, self.environ, self.plan = data, environ, plan
        self.host, self.port = host, port
        self.children: list[Child] = []
        self._restarts: dict[str, Restarts] = {}
        self._is_stopping = False
        self._may_interrupt = True

    def run(self) -> None:
        """Start everything, announce the URL, and return when all has been stopped."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        # Under nohup(1) the end of the terminal is not ours.
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._on_signal)
        self.data.create()
        with ExitStack() as stack:
            stack.enter_context(self.data.locked())
            stack.callback(self.data.forget_sockets)
            try:
                self._start(stack)
                while not self._is_stopping:
                    self._watch()
                    time.sleep(_TICK_SECONDS)
            except StopRequested:
                return

    def _start(self, stack: ExitStack) -> None:
        stop_orphans(self.data.run)
        listener = stack.enter_context(listen(self.host, self.port))
        services = Services(self.data, self.environ, self.hear)
        # Stopped after our own programs, which lean on them.
        stack.callback(services.stop)
        stack.callback(self._stop)
        services.start()
        self.children.extend(services.children)
        environment = services.environment()
        for program in self.plan.programs(environment, listener.fileno()):
            self._begin(program)
        self._wait_for_answer(listener)
        # What is told only once is told to the end.
        self._may_interrupt = False
        self.plan.announce(self.url(listener))

    def _begin(self, program: Program) -> None:
        """Start a program, and wait until it is ready; if it `ends`, until it has ended."""
        if program.ends:
            run_to_end(program, self.data.run)
            return
        child = Child(program, records=self.data.run, log=self.hear)
        self.children.append(child)
        child.start()
        if not wait_for(child, _LOADING_SECONDS):
            child.wait_for_output()
            said = "".join([*self._restarts_of(program.name).lines][-1:]) or "nothing"
            raise EmbeddedError(
                f"The index does not start: {program.name} ended with status "
                f"{child.status}; it last said: {said.removeprefix('Error: ')}"
            )

    def hear(self, name: str, line: str) -> None:
        """Write a line of a program, or keep it if the program keeps failing."""
        restarts = self._restarts_of(name)
        restarts.lines.append(line)
        if not restarts.is_failing:
            self.log(name, line)

    @staticmethod
    def log(name: str, line: str) -> None:
        """Write a line of a program, with its name before it."""
        # One write, so that lines of several programs do not mix. When nobody reads us
        # any more, the programs must still be able to talk.
        try:
            sys.stderr.write(f"{name:>8} | {line}\n")
            sys.stderr.flush()
        except (BrokenPipeError, ValueError):
            return

    def url(self, listener: socket.socket) -> str:
        """Return the URL for people; with a name, because passkeys refuse addresses."""
        port = listener.getsockname()[1]
        is_here = self.host in {"127.0.0.1", "::1", "0.0.0.0", "::", ""}  # noqa: S104
        host = "localhost" if is_here else self.host
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def _wait_for_answer(self, listener: socket.socket) -> None:
        """Wait for `/_health/`; raise `EmbeddedError` when a program keeps ending."""
        deadline = time.monotonic() + _ANSWER_SECONDS
        said = "nothing"
        while time.monotonic() < deadline:
            self._watch()
            if any(map(self._keeps_from_answering, self.children)):
                raise EmbeddedError(
                    "The index does not start: its processes end as soon as they begin; "
                    "the lines above say why."
                )
            said = _health(listener)
            if said == "200":
                return
            time.sleep(_TICK_SECONDS)
        raise EmbeddedError(
            f"The index does not answer: /_health/ said {said} after "
            f"{_ANSWER_SECONDS:.0f} seconds; the lines above may say why."
        )

    def _keeps_from_answering(self, child: Child) -> bool:
        return child.program.is_needed and self._restarts_of(child.program.name).is_failing

    def _watch(self) -> None:
        """Restart what has ended, after a pause that grows."""
        now = time.monotonic()
        for child in self.children:
            restarts = self._restarts_of(child.program.name)
            if child.is_running:
                if restarts.recovers(now, child.started):
                    self._tell_recovery(child.program.name, restarts)
            elif restarts.due is None:
                self._note_end(child, restarts, now)
            elif now >= restarts.due and child.program.may_start():
                restarts.due = None
                restarts.lines.clear()
                child.start()

    def _note_end(self, child: Child, restarts: Restarts, now: float) -> None:
        """Clean up after a child, and report its end if nobody asked for it."""
        program = child.program
        child.sweep()
        if not program.may_start():
            restarts.excuse(now)
            return
        pause = restarts.end(now, child.started)
        if not restarts.is_failing:
            self.log(program.name, f"ended with status {child.status}; starting it again")
        elif restarts.has_just_failed:
            child.wait_for_output()
            said = " / ".join(line for line in restarts.lines if line)
            self.log(
                program.name,
                f"has ended {restarts.deaths} times in a row, now with status "
                f"{child.status}, and last said: {said or 'nothing'}",
            )
            self.log(
                program.name,
                f"{program.advice} Mend what it says; it is tried again in {pause:.0f} s, "
                f"then ever more rarely, and nothing more is said until it works.",
            )

    def _tell_recovery(self, name: str, restarts: Restarts) -> None:
        for line in restarts.lines:
            self.log(name, line)
        self.log(name, "works again")

    def _restarts_of(self, name: str) -> Restarts:
        return self._restarts.setdefault(name, Restarts())

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._is_stopping:
            return
        self._is_stopping = True
        if self._may_interrupt:
            raise StopRequested

    def _stop(self) -> None:
        """Stop all children in reverse order, so that none loses what it needs."""
        self._is_stopping, self._may_interrupt = True, False
        self.log("serve", "stopping everything")
        while self.children:
            self.children.pop().stop()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket listening on this address; raise `EmbeddedError` if it is taken."""
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, _, _, _, address = found[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(1024)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EmbeddedError(
            f"Cannot listen on {host}:{port}: {reason.lower()}; choose another with --port "
            f"or --host."
        ) from error
    return listener


def _health(listener: socket.socket) -> str:
    """Return the status of `/_health/`, or the reason why there is no answer."""
    host, port = listener.getsockname()[:2]
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(here, port, timeout=2)
    try:
        connection.request("GET", HEALTH, headers={"Host": f"localhost:{port}"})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return f"nothing ({error})"
    finally:
        connection.close()

"""Everything an index needs, started in order, kept running, and stopped in reverse.

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
from warehouse.embedded.processes import Child, Program, stop_orphans
from warehouse.embedded.services import Services

_TICK_SECONDS = 0.25
_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60.0
_ANSWER_SECONDS = 90.0
_MOST_EARLY_DEATHS = 3

Environment = Mapping[str, str]


class StopRequested(Exception):
    """Somebody asked us to stop while we were busy starting."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the supervisor does not know by itself."""

    prepare: Callable[[Environment], None]
    """Called once the services answer and before any program starts."""
    programs: Callable[[Environment, int], Sequence[Program]]
    """The programs, given their environment and the descriptor of the socket."""
    announce: Callable[[str], None]
    """Called with the URL when it answers."""


class Supervisor:
    """Runs one index over one data directory until it is asked to stop."""

    def __init__(
        self, data: DataDirectory, environ: Environment, *, host: str, port: int, plan: Plan
    ) -> None:
        self.data, self.environ, self.plan = data, environ, plan
        self.host, self.port = host, port
        self.children: list[Child] = []
        self._pauses: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._is_stopping = False
        self._may_interrupt = True

    def run(self) -> None:
        """Start everything, tell the URL, and return when all has been stopped."""
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
                self._may_interrupt = False
                while not self._is_stopping:
                    self._watch()
                    time.sleep(_TICK_SECONDS)
            except StopRequested:
                return

    def _start(self, stack: ExitStack) -> None:
        stop_orphans(self.data.run)
        listener = stack.enter_context(listen(self.host, self.port))
        services = Services(self.data, self.environ, self.log)
        # Stopped after our own programs, which lean on them.
        stack.callback(services.stop)
        stack.callback(self._stop)
        services.start()
        self.children.extend(services.children)
        environment = services.environment()
        self.plan.prepare(environment)
        for program in self.plan.programs(environment, listener.fileno()):
            child = Child(program, records=self.data.run, log=self.log)
            self.children.append(child)
            child.start()
        self._wait_for_answer(listener)
        self.plan.announce(self.url(listener))

    @staticmethod
    def log(name: str, line: str) -> None:
        """Write a line of a program behind its name."""
        # One write, so that lines of several programs do not mix. When nobody reads us
        # any more, the programs must still be able to talk.
        try:
            sys.stderr.write(f"{name:>8} | {line}\n")
            sys.stderr.flush()
        except (BrokenPipeError, ValueError):
            return

    def url(self, listener: socket.socket) -> str:
        """Where people find us; by name, because passkeys refuse bare addresses."""
        port = listener.getsockname()[1]
        is_here = self.host in {"127.0.0.1", "::1", "0.0.0.0", "::", ""}  # noqa: S104
        host = "localhost" if is_here else self.host
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def _wait_for_answer(self, listener: socket.socket) -> None:
        """Wait for `/_health/`, but not for programs that only ever die."""
        deadline = time.monotonic() + _ANSWER_SECONDS
        deaths = 0
        said = "nothing"
        while time.monotonic() < deadline:
            deaths += self._watch()
            if deaths >= _MOST_EARLY_DEATHS:
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

    def _watch(self) -> int:
        """Start again, after a pause that grows, whatever has died; count new deaths."""
        deaths = 0
        now = time.monotonic()
        for child in self.children:
            name = child.program.name
            if child.is_running:
                continue
            if name not in self._due:
                deaths += 1
                self._due[name] = now + self._pause(child, now)
                child.sweep()
                self.log(name, f"ended with status {child.status}; starting it again")
            elif now >= self._due[name]:
                del self._due[name]
                child.start()
        return deaths

    def _pause(self, child: Child, now: float) -> float:
        name = child.program.name
        was_steady = now - child.started > _STEADY_SECONDS
        last = 0.0 if was_steady else self._pauses.get(name, 0.0)
        self._pauses[name] = min(max(2 * last, 0.25), _LONGEST_PAUSE)
        return self._pauses[name]

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._is_stopping:
            return
        self._is_stopping = True
        if self._may_interrupt:
            raise StopRequested

    def _stop(self) -> None:
        """Stop what runs, last first, so that nothing loses what it leans on."""
        self._is_stopping, self._may_interrupt = True, False
        self.log("serve", "stopping everything")
        while self.children:
            self.children.pop().stop()


def listen(host: str, port: int) -> socket.socket:
    """A socket listening on this address, or the reason why there cannot be one."""
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
    """The status `/_health/` answers with, or the reason why it does not."""
    host, port = listener.getsockname()[:2]
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(here, port, timeout=2)
    try:
        connection.request("GET", "/_health/", headers={"Host": f"localhost:{port}"})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return f"nothing ({error})"
    finally:
        connection.close()

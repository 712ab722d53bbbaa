"""A run: writers, readers and a follower against one index, and what they found."""

import contextlib
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.clients.server import ROOT, Server
from tests.fire.chaos import Chaos
from tests.fire.ledger import Ledger
from tests.fire.start import all_ready, end, start
from tests.fire.tally import Tally

SETTINGS = {
    # Nothing here is about limits.
    "LIMIT_PROJECTS_USER": "1000000 per hour",
    "LIMIT_PROJECTS_ADDRESS": "1000000 per hour",
    "LIMIT_XMLRPC": "1000000 per hour",
}
_LONGEST_BEGINNING = 120
_LONGEST_END = 150


@dataclass(frozen=True)
class Fire:
    """The length, the size and the port of a run.

    A slow machine gets nothing done while parts of the index are always starting. So
    after the time is over, nothing is killed any more, and the run ends as soon as
    `writes` were acknowledged.
    """

    folder: Path
    seconds: float
    seed: int
    writes: int = 0
    writers: int = 2
    readers: int = 3
    port: int = 0
    kills: bool = True

    def run(self, server: Server) -> Tally:
        """Everything that happened in the time; raises if a process failed."""
        own = Tally()
        crew = self._crew(server)
        try:
            self._wait_for_crew(crew, server)
            start(self.folder)
            until = time.monotonic() + self.seconds
            if self.kills:
                Chaos(server, random.Random(self.seed), own).run(until)
            self._wait_for_writes(until)
            end(self.folder)
            for each in crew:
                assert each.wait(_LONGEST_END) == 0, self._said(server)
        finally:
            for each in crew:
                each.kill()
                each.wait(60)
        own.save(self.folder / "chaos.json")
        return Tally.sum(self.folder.glob("*.json"))

    def _wait_for_crew(self, crew: list[subprocess.Popen[bytes]], server: Server) -> None:
        until = time.monotonic() + _LONGEST_BEGINNING
        while not all_ready(self.folder, len(crew)):
            assert all(each.poll() is None for each in crew), self._said(server)
            assert time.monotonic() < until, self._said(server)
            time.sleep(0.05)

    def _wait_for_writes(self, until: float) -> None:
        with contextlib.closing(Ledger(self.folder)) as ledger:
            while (now := time.monotonic()) < until + _LONGEST_END:
                ledger.catch_up()
                if now >= until and ledger.settled >= self.writes:
                    return
                time.sleep(0.1)

    def _crew(self, server: Server) -> list[subprocess.Popen[bytes]]:
        modules = ["writer"] * self.writers + ["reader"] * self.readers + ["follower"]
        return [
            self._start(server, module, self.seed * 100 + number)
            for number, module in enumerate(modules)
        ]

    def _start(self, server: Server, module: str, seed: int) -> subprocess.Popen[bytes]:
        words = (self.folder, self.port or server.port, seed)
        with (self.folder / f"{module}-{seed}.log").open("w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"tests.fire.{module}", *map(str, words)],
                env={**server.environ, "FIRE_TOKEN": server.token},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _said(self, server: Server) -> str:
        logs = [path.read_text()[-4000:] for path in self.folder.glob("*.log")]
        return "\n".join([server.log_text()[-8000:], *logs])

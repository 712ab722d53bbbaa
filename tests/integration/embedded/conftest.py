"""A whole index over a directory of its own, whose processes may be killed."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.builders.waiting import wait_until

ROOT = Path(__file__).parents[3]


class Index:
    """The stand-in of `index.py` as a process; its standard error goes to `said`."""

    def __init__(
        self, data: Path, said: Path, application: str = "application", port: int = 0
    ) -> None:
        self.data, self.said, self.application, self.port = data, said, application, port
        self.url = ""
        self.process: subprocess.Popen[str] | None = None

    def launch(self, **environ: str) -> "Index":
        self.close()
        with self.said.open("a") as said:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.integration.embedded.index"),
                    *(str(self.data), str(self.port), self.application),
                ],
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                cwd=ROOT,
                env={**os.environ, **environ},
            )
        return self

    def start(self, **environ: str) -> "Index":
        self.launch(**environ)
        self.url = self.process.stdout.readline().strip()
        assert self.url, self.said.read_text()
        return self

    def fails(self, **environ: str) -> str:
        """Run until it gives up, and return what it says last."""
        self.launch(**environ)
        assert self.process.wait(60) == 1
        assert not self.leftovers()
        return self.said.read_text().strip().splitlines()[-1]

    def visit(self) -> list[str]:
        with urllib.request.urlopen(self.url, timeout=10) as answer:
            return answer.read().decode().split()

    def visit_patiently(self, seconds: float = 30) -> list[str]:
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self.visit()
            except OSError:
                assert time.monotonic() < deadline, self.said.read_text()
                time.sleep(0.2)

    def replaces(self, before: str) -> bool:
        """Wait until another process than `before` answers."""
        wait_until(
            lambda: self.visit_patiently()[0] != before,
            said=self.said.read_text,
        )
        return True

    def find(self, words: str) -> psutil.Process:
        """The process below the supervisor whose command line matches."""
        everybody = psutil.Process(self.process.pid).children(recursive=True)
        return next(p for p in everybody if re.search(words, " ".join(p.cmdline())))

    def says(self, words: str, seconds: float = 30) -> None:
        """Wait until these words are on standard error."""
        wait_until(
            lambda: words in self.said.read_text(),
            seconds=seconds,
            said=self.said.read_text,
        )

    def leftovers(self) -> list[str]:
        """Return the running programs that name our directory or our socket."""
        found = []
        for process in psutil.process_iter(["cmdline", "status", "environ"]):
            words = " ".join(process.info["cmdline"] or [])
            told = (process.info["environ"] or {}).get("WAREHOUSE_DATA", "")
            is_ours = str(self.data) in words or told == str(self.data)
            if is_ours and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(words)
        return found

    def vanishes(self, seconds: float = 15) -> bool:
        deadline = time.monotonic() + seconds
        while self.leftovers() and time.monotonic() < deadline:
            time.sleep(0.2)
        return not self.leftovers()

    def close(self) -> None:
        if self.process is not None:
            self.process.stdout.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def make_index(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL", "WAREHOUSE_DATA", "WAREHOUSE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    made: list[Index] = []

    def make(data: Path = tmp_path / "var", **options) -> Index:
        index = Index(data, tmp_path / f"said-{len(made)}.txt", **options)
        made.append(index)
        return index

    yield make
    for index in made:
        if index.process is not None and index.process.poll() is None:
            index.stop()
        index.close()


@pytest.fixture
def index(make_index):
    return make_index()

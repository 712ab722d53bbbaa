"""A process that reads whatever changes, and checks that no answer is too old.

`python -m tests.fire.reader FOLDER PORT SEED`
"""

import contextlib
import gzip
import http.client
import random
import sys
import time
from pathlib import Path

from tests.fire.checking import Answer, wrong, wrong_list
from tests.fire.ledger import Ledger, Watch
from tests.fire.pages import LISTS, PAGES, Content, Page
from tests.fire.start import turns
from tests.fire.tally import Tally

LIST_MAY_LAG = 1.0
"""Seconds by which the list of all projects may be behind."""

_REFUSED = (OSError, http.client.HTTPException, EOFError)
_MOST_REMEMBERED = 500


class Client:
    """A connection, kept or new, whose answers may be remembered by their tags."""

    def __init__(self, port: int, dice: random.Random, tally: Tally) -> None:
        self.port, self.dice, self.tally = port, dice, tally
        self._connection: http.client.HTTPConnection | None = None
        self._remembered: dict[tuple[str, ...], tuple[str, str]] = {}

    def get(self, path: str, accept: str) -> tuple[int, int | None, str] | None:
        """Status, serial and text; None where a killed server did not answer."""
        encoding = self.dice.choice(["gzip", "identity"])
        key = (path, accept, encoding)
        tag, text = self._remembered.get(key, ("", ""))
        headers = {
            "Host": f"localhost:{self.port}",
            "Accept": accept,
            "Accept-Encoding": encoding,
        }
        if tag and self.dice.random() < 0.6:
            headers["If-None-Match"] = tag
        try:
            answer, body = self._ask(path, headers)
        except _REFUSED:
            self.tally.count("reads without an answer")
            self.close()
            time.sleep(0.05)
            return None
        if answer.status >= 500:
            self.tally.count(f"reads answered {answer.status}")
            time.sleep(0.05)
            return None
        if answer.status != 304:
            text = body.decode()
        serial = answer.headers["X-PyPI-Last-Serial"]
        self._remember(key, answer, text)
        status = 200 if answer.status == 304 else answer.status
        self.tally.count("reads", f"reads answered {answer.status}")
        return status, None if serial is None else int(serial), text

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, path, headers):
        if self.dice.random() < 0.2:
            self.close()
        if self._connection is None:
            where = ("127.0.0.1", self.port)
            self._connection = http.client.HTTPConnection(*where, timeout=30)
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.headers["Content-Encoding"] == "gzip" and body:
            body = gzip.decompress(body)
        return answer, body

    def _remember(self, key, answer, text) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        if answer.status == 200 and answer.headers["ETag"]:
            self._remembered[key] = (answer.headers["ETag"], text)


class Reader:
    """Asks for pages, and tells what is wrong with the answers."""

    def __init__(self, folder: Path, port: int, dice: random.Random) -> None:
        self.ledger, self.tally, self.dice = Ledger(folder), Tally(), dice
        self.client = Client(port, dice, self.tally)

    def look(self, project: str, page: Page | None = None) -> None:
        """Ask for a page of one project."""
        page = page or self.dice.choice(PAGES)
        with self.ledger.watching(project) as watch:
            version = self._version(watch) if "{version}" in page.path else ""
            path = page.path.format(name=project, version=version)
            begun = time.monotonic()
            found = self.client.get(path, page.accept)
            if found is None:
                return
            self.ledger.catch_up()
            for sentence in wrong(page, watch, _answer(page, *found), version):
                self._accuse(f"{page.kind} {path}", sentence, begun)

    def look_at_all(self) -> None:
        """Ask for the list of all projects."""
        accept = self.dice.choice(list(LISTS))
        self.ledger.catch_up()
        begun = time.monotonic()
        must = self.ledger.listings(begun - LIST_MAY_LAG)
        least = self.ledger.serial(begun - LIST_MAY_LAG)
        found = self.client.get("/simple/", accept)
        if found is None:
            return
        status, serial, text = found
        self.ledger.catch_up()
        still = {
            name: listing
            for name, listing in must.items()
            if self.ledger.projects[name].listings == listing.listings
        }
        if status != 200:
            self._accuse("the list", f"answered {status}", begun)
        elif serial is None or serial < least:
            self._accuse("the list", f"has serial {serial}, not {least}", begun)
        else:
            for sentence in wrong_list(LISTS[accept](text), still):
                self._accuse("the list", sentence, begun)

    def choose(self) -> str | None:
        """Mostly a project that something happens to right now."""
        self.ledger.catch_up()
        if self.ledger.recent and self.dice.random() < 0.7:
            return self.ledger.recent[-1]
        return self.dice.choice(list(self.ledger.projects) or [None])

    def close(self) -> None:
        self.client.close()
        self.ledger.close()

    def _version(self, watch: Watch) -> str:
        """One that is there, or one that may come next."""
        return self.dice.choice([*watch.named("release"), f"1.{watch.newest + 1}"])

    def _accuse(self, what: str, sentence: str, begun: float) -> None:
        self.tally.accuse(f"{begun:.3f}-{time.monotonic():.3f} {what} {sentence}")


def _answer(page: Page, status: int, serial: int | None, text: str) -> Answer:
    content: Content | None = page.read(text) if status == 200 else None
    return Answer(status, serial, content)


def main() -> None:
    folder, port, seed = sys.argv[1:]
    reader = Reader(Path(folder), int(port), random.Random(int(seed)))
    with contextlib.closing(reader):
        for _ in turns(Path(folder), f"reader-{seed}"):
            project = reader.choose()
            if project is None or reader.dice.random() < 0.08:
                reader.look_at_all()
            else:
                reader.look(project)
        reader.tally.save(Path(folder, f"reader-{seed}.json"))


if __name__ == "__main__":
    main()

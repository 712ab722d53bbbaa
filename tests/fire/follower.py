"""A process that follows the journal as mirrors do, and holds it to what it promises.

Ids come in their order: once a number was seen, no row appears below it. And who learns of
a serial, from the journal or from the list of all projects, and then asks for the project
is told at least that serial: mirrors refuse any other document.

`python -m tests.fire.follower FOLDER PORT SEED`
"""

import contextlib
import http.client
import random
import sys
import time
from pathlib import Path
from xmlrpc.client import Fault, ProtocolError, ServerProxy

from tests.clients.server import SIMPLE_JSON
from tests.fire.pages import PAGES, all_json
from tests.fire.reader import Reader
from tests.fire.start import turns

_AGAIN = 100
_DOCUMENT = next(page for page in PAGES if page.kind == "project JSON")
_NO_ANSWER = (OSError, http.client.HTTPException, Fault, ProtocolError)
_UNAVAILABLE = -32403


class Follower:
    """A mirror that never copies anything."""

    def __init__(self, reader: Reader, port: int) -> None:
        self.reader, self.port = reader, port
        self.seen: list[int] = []
        self.listed: dict[str, int] = {}

    def poll(self) -> None:
        """Ask for the newest rows, and once more for some that are known."""
        self.reader.ledger.catch_up()
        least = self.reader.ledger.serial()
        since = self.seen[-_AGAIN] if len(self.seen) >= _AGAIN else 0
        try:
            with ServerProxy(
                f"http://localhost:{self.port}/pypi", allow_none=True
            ) as index:
                rows = index.changelog_since_serial(since)
        except _NO_ANSWER as error:
            if isinstance(error, Fault) and error.faultCode != _UNAVAILABLE:
                self.reader.tally.accuse(f"the journal answered {error}")
            self.reader.tally.count("polls without an answer")
            time.sleep(0.05)
            return
        self.reader.tally.count("polls")
        self._compare([row[4] for row in rows], since, least)
        new = [row for row in rows if row[4] > (self.seen or [0])[-1]]
        for name, serial in {row[0]: row[4] for row in new}.items():
            self._ask_for(name, serial, "the journal")
        self.seen += [row[4] for row in new]

    def look(self) -> None:
        """Ask for the list, and for what is newer in it than it was."""
        found = self.reader.client.get("/simple/", SIMPLE_JSON)
        if found is None or found[0] != 200:
            return
        listed = all_json(found[2])
        for name, serial in listed.items():
            if serial > self.listed.get(name, 0):
                self._ask_for(name, serial, "the list")
        self.listed = listed

    def _compare(self, ids: list[int], since: int, least: int) -> None:
        if ids != sorted(set(ids)):
            self.reader.tally.accuse(f"the journal is not in order: {ids}")
        newest = (self.seen or [0])[-1]
        known = [each for each in self.seen if each > since]
        if (again := [each for each in ids if each <= newest]) != known:
            late = sorted(set(again) ^ set(known))
            self.reader.tally.accuse(f"the journal changed at {late} below {newest}")
        if max(ids, default=since) < least:
            self.reader.tally.accuse(f"the journal ends with {ids[-1:]}, not {least}")

    def _ask_for(self, name: str, serial: int, who: str) -> None:
        found = self.reader.client.get(_DOCUMENT.path.format(name=name), _DOCUMENT.accept)
        if found is not None and found[0] == 200 and found[1] < serial:
            sentence = f"{name} has serial {found[1]}, and {who} said {serial}"
            self.reader.tally.accuse(sentence)


def main() -> None:
    folder, port, seed = sys.argv[1:]
    reader = Reader(Path(folder), int(port), random.Random(int(seed)))
    follower = Follower(reader, int(port))
    with contextlib.closing(reader):
        for _ in turns(Path(folder), f"follower-{seed}"):
            follower.poll()
            follower.look()
            time.sleep(0.05)
        reader.tally.save(Path(folder, f"follower-{seed}.json"))


if __name__ == "__main__":
    main()

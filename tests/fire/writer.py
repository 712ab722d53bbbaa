"""A process that publishes, yanks and deletes as fast as it can, and says so.

`python -m tests.fire.writer FOLDER PORT SEED`, in the environment of a running
index and with `FIRE_TOKEN`, which may upload. Uploads go over HTTP; all else is done by the
services that pages and commands call, in this process, which so writes behind the back
of every web process.

What was not answered is tried again until it is, because that is what people do. From
then on it is a promise.
"""

import contextlib
import http.client
import os
import random
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from tests.builders import forms
from tests.fire import writes
from tests.fire.ledger import Pen
from tests.fire.reader import Reader
from tests.fire.start import turns
from tests.fire.tally import Tally
from tests.fire.writes import AlreadySo, Project, Upload, Write
from warehouse.config import configure
from warehouse.db import DatabaseError
from warehouse.embedded import services
from warehouse.http import offline
from warehouse.packaging.models import JournalEntry

_PROJECTS = 5
_GIVE_UP_SECONDS = 90
_NO_ANSWER = (OSError, http.client.HTTPException)


class NotAnswered(Exception):
    """Nobody knows whether it happened."""


class Index:
    """The ways to write to the index, and its journal straight from the database."""

    def __init__(self, port: int, token: str, tally: Tally) -> None:
        self.port, self.tally = port, tally
        self.headers = {**forms.headers(token), "Host": f"localhost:{port}"}
        self.registry = configure().registry
        self._connection: http.client.HTTPConnection | None = None

    def do(self, write: Write, project: Project) -> None:
        """Do it; raises `NotAnswered` or `AlreadySo`."""
        if isinstance(write.act, Upload):
            self._upload(write.act, project)
            return
        try:
            with offline(self.registry) as request:
                write.act(request)
        except DatabaseError as error:
            raise NotAnswered from error

    def serial(self, name: str) -> int:
        """The newest serial of a project, when the database answers."""
        newest = select(func.max(JournalEntry.id)).where(JournalEntry.name == name)
        deadline = time.monotonic() + _GIVE_UP_SECONDS
        while True:
            try:
                with offline(self.registry) as request:
                    return request.db.scalar(newest)
            except DatabaseError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _upload(self, upload: Upload, project: Project) -> None:
        fields = forms.fields(
            upload.filename, upload.content, name=project.name, version=upload.version
        )
        body = forms.body(fields, upload.filename, upload.content)
        try:
            if self._connection is None:
                where = ("127.0.0.1", self.port)
                self._connection = http.client.HTTPConnection(*where, timeout=60)
            self._connection.request("POST", "/legacy/", body, self.headers)
            answer = self._connection.getresponse()
            said = answer.read().decode()
        except _NO_ANSWER as error:
            self.close()
            raise NotAnswered from error
        if answer.status >= 500:
            raise NotAnswered(f"{answer.status} {answer.reason}")
        if answer.status != 200:
            raise AssertionError(f"{upload.filename}: {answer.status} {said}")


class Writer:
    """One writer; nobody else writes to its projects."""

    def __init__(self, index: Index, pen: Pen, reader: Reader, seed: int) -> None:
        self.index, self.pen, self.reader = index, pen, reader
        self.dice, self.tally = random.Random(seed), reader.tally
        who = "abcdefgh"[seed % 8]
        self.projects = [Project(f"fire-{who}{number + 2}") for number in range(_PROJECTS)]
        for each in self.projects:
            self.pen.settle(each.name, {"exists": False, "listed": False}, 0)

    def turn(self) -> None:
        """One write, and a look at what became of it."""
        project = self.dice.choice(self.projects)
        write = writes.choose(project, self.dice)
        facts = writes.changes(project, write)
        self.pen.begin(project.name, facts)
        is_answered = self._insist(write, project)
        write.apply(project)
        if is_answered:
            self.pen.settle(project.name, facts, self.index.serial(project.name))
            self.tally.count("writes", f"writes: {write.kind}")
            self.reader.look(project.name)

    def _insist(self, write: Write, project: Project) -> bool:
        """Try until it is answered, or turns out to have happened without an answer."""
        deadline = time.monotonic() + _GIVE_UP_SECONDS
        has_tried = False
        while True:
            try:
                self.index.do(write, project)
            except NotAnswered as error:
                self.tally.count("writes without an answer")
                if time.monotonic() > deadline:
                    raise AssertionError(f"{write.kind} is never answered") from error
                time.sleep(0.05)
            except AlreadySo:
                assert has_tried, f"{write.kind} of {project.name} was done before"
                return False
            else:
                return True
            has_tried = True


def main() -> None:
    folder, port, seed = sys.argv[1:]
    reader = Reader(Path(folder), int(port), random.Random(int(seed)))
    pen = Pen(Path(folder, f"{seed}.ledger"))
    with services() as environment:
        os.environ.update(environment)
        index = Index(int(port), os.environ["FIRE_TOKEN"], reader.tally)
        writer = Writer(index, pen, reader, int(seed))
        with contextlib.closing(pen), contextlib.closing(reader), contextlib.closing(index):
            for _ in turns(Path(folder), f"writer-{seed}"):
                writer.turn()
            reader.tally.save(Path(folder, f"writer-{seed}.json"))


if __name__ == "__main__":
    main()

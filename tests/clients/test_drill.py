"""A drill: an index is started from a backup that was made while people uploaded."""

import hashlib
import os
import time

import pytest

from tests.clients.server import Server
from tests.clients.test_crashes import Uploader

SECONDS = float(os.environ.get("DRILL_SECONDS", "3"))
UPLOADERS = "abc"

pytestmark = pytest.mark.timeout(600 + 4 * int(SECONDS))

JOURNAL = "SELECT id, name, version, action FROM journals ORDER BY id"
FILES = """
    SELECT release_files.path, release_files.sha256_digest::text, projects.name
    FROM release_files JOIN releases ON releases.id = release_files.release_id
    JOIN projects ON projects.id = releases.project_id
"""


@pytest.fixture
def make_drill(make_folder):
    """Makes an index that is stopped at the end."""
    made = []

    def make(token):
        made.append(Server(make_folder()))
        made[-1].token = token
        return made[-1]

    yield make
    for server in made:
        server.stop()


def acknowledged(uploaders):
    """Return what was acknowledged until now, by filename."""
    return {name: what for each in uploaders for name, what in [*each.acknowledged.items()]}


def backed_up(server, file):
    """Upload all the while, make a backup amid it; return what was acknowledged before."""
    uploaders = [Uploader(server, who) for who in UPLOADERS]
    time.sleep(SECONDS)
    before = acknowledged(uploaders)
    server.run("backup", str(file))
    after = acknowledged(uploaders)
    for each in uploaders:
        each.finish()
    assert before
    assert len(after) > len(before)
    return before


def test_a_backup_made_during_uploads_holds_all_that_was_acknowledged(
    make_server, make_drill, tmp_path
):
    server, file = make_server(), tmp_path / "index.tar.gz"
    before = backed_up(server, file)
    drill = make_drill(server.token)
    drill.run("restore", str(file))
    drill.start()
    for filename, (name, content) in before.items():
        found = drill.files(name.replace("_", "-"))[filename]
        assert found["hashes"]["sha256"] == hashlib.sha256(content).hexdigest()
        assert drill.download(found["url"]) == content
    rows, blobs = drill.query(FILES), drill.blobs()
    assert {path for path, _digest, _name in rows} <= blobs
    assert set(rows) <= set(server.query(FILES))
    journal = drill.query(JOURNAL)
    assert journal == server.query(JOURNAL)[: len(journal)]

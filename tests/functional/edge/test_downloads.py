"""Files that the edge and the application send are counted, each once."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.downloads import DownloadCounter
from warehouse.downloads.models import Facet
from warehouse.downloads.queries import days_of, values_of
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import Project
from warehouse.storage import LocalStorage

PIP = 'pip/24.0 {"python":"3.11.4","system":{"name":"Linux"}}'


@pytest.fixture
def path(edge, edge_environment, tmp_path):
    """Publish a file and return its path."""
    storage = LocalStorage(Path(edge_environment["FILES_PATH"]))
    with edge.sessions.transaction() as transaction:
        db = transaction.session
        offered = {"metadata_file_sha256_digest": "a" * 64, "metadata_read": True}
        release = make_release(db, make_project(db, "Foo"))
        made = make_file(db, release, "foo-1.0.tar.gz", **offered)
        for place in (made.path, metadata_path(made.path)):
            source = tmp_path / "source"
            source.write_bytes(b"0123456789")
            storage.put(place, source)
        return f"/packages/{made.path}"


@pytest.fixture
def stored(edge):
    """Return the downloads of the project by installers, and by Python."""

    def read():
        with edge.sessions.transaction() as transaction:
            db = transaction.session
            key = db.query(Project).one().id
            counted = days_of(db, key, since=date.min)
            pythons = values_of(db, key, Facet.PYTHON, since=date.min, limit=9)
        return sum(each.get("installers", 0) for each in counted.values()), dict(pythons)

    return read


@pytest.fixture
def downloads(edge, stored):
    """Return the same after what was counted is written."""

    def read():
        edge.registry[DownloadCounter].flush()
        return stored()

    return read


def test_an_upload_process_writes_what_it_has_counted_when_it_ends(edge, path, stored):
    async def live():
        said = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive():
            return next(said)

        async def send(message):
            if message["type"] == "lifespan.startup.complete":
                counter = edge.registry[DownloadCounter]
                counter.count(path.removeprefix("/packages/"), PIP.encode())

        await edge.edge.pass_through()({"type": "lifespan"}, receive, send)

    edge.run(live())
    assert stored()[0] == 1


def test_whole_files_are_counted_whoever_sends_them(web, edge, alone, path, downloads):
    for _ in range(3):
        assert web.get(path, User_Agent=PIP).status == 200
    assert edge.get(path, user_agent=PIP).status == 200
    assert alone.get(path, headers={"User-Agent": PIP}).status_int == 200
    assert downloads() == (5, {"3.11": 5})


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        ({"Range": "bytes=0-3"}, 1),
        ({"Range": "bytes=-10"}, 1),
        ({"Range": "bytes=4-"}, 0),
        ({"Range": "bytes=-3"}, 0),
        ({"Range": "bytes=0-1,4-5"}, 1),
        ({"Range": "bytes=90-"}, 0),
        ({"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 0),
    ],
)
def test_only_the_first_range_of_a_file_is_counted(web, path, downloads, headers, counts):
    web.get(path)
    for _ in range(2):
        web.get(path, User_Agent=PIP, **headers)
    assert downloads()[0] == 2 * counts


def test_metadata_heads_and_errors_are_not_counted(web, path, downloads):
    assert web.get(f"{path}.metadata", User_Agent=PIP).status == 200
    assert web.get(path, "HEAD", User_Agent=PIP).status == 200
    assert web.get("/packages/no/where", User_Agent=PIP).status == 404
    assert downloads()[0] == 0


@pytest.mark.parametrize(
    "agent", ["x" * 16_000, "pip/24.0 {" + "[" * 9000, "\x01\xff" * 99]
)
def test_hostile_user_agents_are_counted_as_others(edge, path, downloads, agent):
    assert edge.get(path, user_agent=agent).status == 200
    assert downloads() == (0, {})


class TestBehindNginx:
    """Files that nginx sends for us (`X-Accel-Redirect`)."""

    @pytest.fixture
    def edge(self, start_edge):
        """An edge that leaves files to a server in front of it."""
        return start_edge(FILES_ACCEL="/_files/")

    @pytest.mark.parametrize(
        ("headers", "counts"),
        [
            ({}, 1),
            ({"Range": "bytes=0-3"}, 1),
            ({"Range": "bytes=4-"}, 0),
        ],
    )
    def test_files_that_it_sends_are_counted(
        self, web, alone, path, downloads, headers, counts
    ):
        named = {"User_Agent": PIP, **headers}
        for _ in range(2):
            assert "X-Accel-Redirect" in web.get(path, **named).headers
        assert web.get(path, "HEAD", **named).status == 200
        alone.get(path, headers={"User-Agent": PIP, **headers})
        assert downloads()[0] == 3 * counts

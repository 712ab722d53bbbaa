"""Pages of views are stored like all others, and end when a file comes of age."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.views import change_view, make_view
from warehouse.index_views.models import IndexView
from warehouse.packaging.models import File

PAGE = "/views/stable/simple/example/"
WHY = "/views/stable/why/example/"


@pytest.fixture
def edge(start_edge):
    return start_edge(CLIENT_CACHE_SECONDS="600")


@pytest.fixture
def publish(edge):
    """Publishes a version that a view of one day shows in some seconds."""

    def publish(version, seconds):
        uploaded = datetime.now(UTC) - timedelta(days=1) + timedelta(seconds=seconds)

        def write(db):
            make_file(
                db,
                make_release(db, make_project(db, "example"), version),
                f"example-{version}.tar.gz",
                upload_time=uploaded,
            )
            make_view(db, "stable", "cooldown-days = 1\n")

        edge.write(write)
        return uploaded + timedelta(days=1)

    return publish


def test_a_page_is_a_hit_until_a_file_comes_of_age_and_shows_it_then(edge, publish):
    of_age = publish("2.0", seconds=3)
    while datetime.now(UTC) < of_age:
        shown = b"example-2.0.tar.gz" in edge.get(PAGE).body
        assert not shown or datetime.now(UTC) >= of_age
        time.sleep(0.02)
    assert b"example-2.0.tar.gz" in edge.get(PAGE).body
    assert edge.get("/views/stable/files/example/example-2.0.tar.gz").status == 302
    assert edge.tally["hit"] > 20


def test_clients_are_told_when_it_changes(edge, publish):
    of_age = publish("2.0", seconds=100)
    for path in (PAGE, WHY):
        said = edge.get(path).headers["expires"]
        assert said <= of_age.strftime("%a, %d %b %Y %H:%M:%S GMT")
    refused = edge.get("/views/stable/files/example/example-2.0.tar.gz")
    assert refused.status == 404


def test_an_upload_a_yank_another_rule_and_the_end_are_seen_at_once(edge, publish):
    publish("2.0", seconds=-5)
    first = edge.get(PAGE).body
    edge.write(yank)
    assert edge.get(PAGE).body != first
    edge.write(lambda db: change_view(db, db.query(IndexView).one(), "yanked = false\n"))
    assert b"example-2.0.tar.gz" not in edge.get(PAGE).body
    edge.write(lambda db: db.delete(db.query(IndexView).one()))
    assert edge.get(PAGE).status == 404


def yank(db):
    db.query(File).one().yanked = True

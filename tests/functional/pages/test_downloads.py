"""Downloads on pages, and badges."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.downloads import DownloadService
from warehouse.downloads.clients import Audience, Client
from warehouse.downloads.counter import Hit
from warehouse.packaging.models import Role

TODAY = datetime.now(UTC).date()
PIP = Client(Audience.INSTALLERS, "pip", "3.11", "Linux")
HOSTILE = "<script>alert(1)</script>\" onload='x' &"


@pytest.fixture
def project(db):
    project = make_project(db, "Foo")
    release = make_release(db, project, "1.0", license=HOSTILE, requires_python=">=3.11,<4")
    file = make_file(db, release, "foo-1.0.tar.gz")
    hits = [
        (Hit(TODAY, file.path, PIP), 1234),
        (Hit(TODAY - timedelta(days=40), file.path, PIP), 5),
        (Hit(TODAY, file.path, Client(Audience.MIRRORS, "devpi")), 7),
    ]
    DownloadService(db).record(hits)
    db.commit()
    return project


def test_the_page_shows_a_line_with_a_table_beneath(client, project):
    page = client.get("/project/Foo/downloads/")
    assert page.html.find("polyline", class_="chart__line")
    assert len(page.html.select("details tbody tr")) == 90
    for text in ("1,234", "1,239", "foo-1.0.tar.gz", "3.11", "pip", "Linux", "Mirrors"):
        assert text in page.text
    client.get("/project/nope/downloads/", status=404)


def test_the_part_of_a_project_page_is_small_and_asks_little(client, project, statements):
    statements.clear()
    part = client.get("/_includes/unauthed/project-downloads/foo/")
    assert "1,239" in part.text
    assert part.html.find("polyline")
    assert len(statements) <= 2
    page = client.get("/project/Foo/")
    assert page.html.find(attrs={"data-include": part.request.path})
    assert page.html.find("a", href="/project/Foo/downloads/")


def test_a_project_that_nobody_downloads_says_so(client, db):
    make_project(db, "Bar")
    db.commit()
    assert "Nobody has downloaded a file" in client.get("/project/Bar/downloads/").text
    assert client.get("/_includes/unauthed/project-downloads/bar/").body == b""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("version", ": 1.0"),
        ("downloads", "downloads: 1.2k/month"),
        ("python", "python: &gt;=3.11,&lt;4"),
        ("license", "license: &lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_badges_say_what_is_true(client, project, kind, said):
    answer = client.get(f"/badge/foo/{kind}.svg")
    assert answer.content_type == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert said in answer.text
    assert "<script" not in answer.text


def test_a_badge_of_nothing_says_none_and_of_nobody_is_not_there(client, db):
    make_project(db, "Bar")
    db.commit()
    assert ": none" in client.get("/badge/bar/version.svg").text
    assert ": none" in client.get("/badge/bar/license.svg").text
    client.get("/badge/nope/version.svg", status=404)
    client.get("/badge/bar/other.svg", status=404)


def test_a_badge_is_unmodified_until_it_changes(edge):
    with edge.sessions.transaction() as transaction:
        project = make_project(transaction.session, "Foo")
        make_release(transaction.session, project, "1.0")
    first = edge.get("/badge/foo/version.svg")
    etag = first.headers["etag"]
    assert edge.get("/badge/foo/version.svg", if_none_match=etag).status == 304
    with edge.sessions.transaction() as transaction:
        make_release(transaction.session, transaction.session.merge(project), "2.0")
    again = edge.get("/badge/foo/version.svg", if_none_match=etag)
    assert again.status == 200
    assert b": 2.0" in again.body


def test_releases_in_quarantine_are_named_to_owners_alone(client, db, project):
    bad = make_release(db, project, "6.6.6", lifecycle_status="quarantine-enter")
    file = make_file(db, bad, "foo-6.6.6.tar.gz")
    DownloadService(db).record([(Hit(TODAY, file.path, PIP), 9)])
    db.commit()
    for url in ("/project/Foo/downloads/", "/api/projects/foo/downloads/"):
        page = client.get(url)
        assert "foo-1.0.tar.gz" in page.text
        assert "6.6.6" not in page.text
    owner = make_user(db, "ada")
    db.add(Role(project=project, user=owner, role_name="Owner"))
    db.commit()
    client.sign_in(owner)
    assert "foo-6.6.6.tar.gz" in client.get("/manage/project/Foo/statistics/").text


def test_another_spelling_reads_no_downloads(client, project, statements):
    statements.clear()
    client.get("/project/foo/downloads/", status=301)
    assert "download_days" not in " ".join(statements)

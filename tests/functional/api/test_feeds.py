"""RSS, as feed readers meet it."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import null
from sqlalchemy.orm import Session

from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from warehouse.api.serializers.rss import authors
from warehouse.packaging.models import LifecycleStatus

QUARANTINED = {"lifecycle_status": LifecycleStatus.QUARANTINE_ENTER}


def feed(client: Client, path: str) -> Any:
    """The channel element of a feed."""
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-cache, public"
    assert answer.body.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2'
    )
    return ElementTree.fromstring(answer.body)[0]


def fields(item: Any) -> dict[str, str | None]:
    """The elements of an item, by tag."""
    return {each.tag: each.text for each in item}


def day(number: int) -> datetime:
    return datetime(2020, 5, number, tzinfo=UTC)


def test_the_newest_releases_are_a_feed(
    client: Client, db: Session, statements: list[str]
) -> None:
    project = make_project(db, "Holy.Grail")
    make_release(
        db, project, "1.0", created=day(4), summary="a < b\n\x08", author_email="x"
    )
    make_release(
        db, project, "2.0", created=day(5), author_email="A <a@x.org>, b@x.org", yanked=True
    )
    make_release(db, project, "3.0", created=day(6), **QUARANTINED)
    make_release(db, make_project(db, "bad", **QUARANTINED), created=day(7))
    statements.clear()
    channel = feed(client, "/rss/updates.xml")
    assert len(statements) == 1
    assert [fields(item) for item in channel.findall("item")] == [
        {
            "title": "Holy.Grail 2.0",
            "link": "http://localhost/project/holy-grail/2.0/",
            "description": None,
            "author": "a@x.org, b@x.org",
            "pubDate": "Tue, 05 May 2020 00:00:00 GMT",
        },
        {
            "title": "Holy.Grail 1.0",
            "link": "http://localhost/project/holy-grail/1.0/",
            "description": "a < b",
            "pubDate": "Mon, 04 May 2020 00:00:00 GMT",
        },
    ]


def test_a_feed_says_what_it_is(client: Client) -> None:
    assert fields(feed(client, "/rss/updates.xml")) == {
        "title": "Warehouse recent updates",
        "link": "http://localhost/",
        "description": "Recent updates to Warehouse",
        "language": "en",
    }


def test_the_newest_projects_are_a_feed(
    client: Client, db: Session, statements: list[str]
) -> None:
    make_project(db, "empty", created=day(9))
    make_release(db, make_project(db, "bad", created=day(8), **QUARANTINED))
    old = make_project(db, "Old.One", created=null())
    make_release(db, old, "1.0", ordering=0, summary="old")
    make_release(db, old, "2.0", ordering=1, summary="new", author_email="a@x.org")
    make_release(db, make_project(db, "young", created=day(7)), "1.0")
    statements.clear()
    channel = feed(client, "/rss/packages.xml")
    assert len(statements) == 1
    assert channel.findtext("title") == "Warehouse newest packages"
    young, old_one = [fields(item) for item in channel.findall("item")]
    assert young["title"] == "young added to Warehouse"
    assert young["pubDate"] == "Thu, 07 May 2020 00:00:00 GMT"
    assert old_one == {
        "title": "Old.One added to Warehouse",
        "link": "http://localhost/project/old-one/",
        "guid": "http://localhost/project/old-one/",
        "description": "new",
        "author": "a@x.org",
    }


def test_releases_of_a_project(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail")
    for number in range(1, 10):
        make_release(db, project, f"{number}.0", created=day(number))
    make_release(db, make_project(db, "other"))
    channel = feed(client, "/rss/project/HOLY_grail/releases.xml")
    assert channel.findtext("title") == "Warehouse recent updates for Holy.Grail"
    assert channel.findtext("link") == "http://localhost/project/holy-grail/"
    titles = [item.findtext("title") for item in channel.findall("item")]
    assert titles == [f"{number}.0" for number in range(9, 0, -1)]


def test_projects_without_a_feed(client: Client, db: Session) -> None:
    make_release(db, make_project(db, "bad", **QUARANTINED))
    for name in ("bad", "nobody"):
        answer = client.get(f"/rss/project/{name}/releases.xml", status=404)
        assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("author_email", "expected"),
    [
        (None, None),
        ("", None),
        ("UNKNOWN", None),
        ("a@x, UNKNOWN", None),
        ("Name <a@x>", "a@x"),
        ("Name <a@x>, b@x", "a@x, b@x"),
    ],
)
def test_authors_are_the_addresses_that_are_valid(
    author_email: str | None, expected: str | None
) -> None:
    assert authors(author_email) == expected

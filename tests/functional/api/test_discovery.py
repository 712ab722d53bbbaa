"""Sitemaps, robots.txt and their like, as search engines and browsers meet them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha512
from typing import Any
from xml.etree import ElementTree

import pytest
from freezegun import freeze_time
from pyramid.registry import Registry
from sqlalchemy import null
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.fixtures.client import Client
from warehouse.packaging.models import LifecycleStatus

THEN = datetime(2020, 5, 4, 1, 2, 3, tzinfo=UTC)
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def bucket_of(name: str) -> str:
    return sha512(name.encode()).hexdigest()[:2]


def locations(answer: Any) -> list[str]:
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    assert answer.headers["Cache-Control"] == "max-age=3600, public"
    root = ElementTree.fromstring(answer.body)
    return [each.text or "" for each in root.iter(f"{NAMESPACE}loc")]


def test_sitemaps_list_projects_and_people_that_may_be_indexed(
    client: Client, db: Session
) -> None:
    make_project(db, "Holy.Grail", created=THEN)
    make_project(db, "young")
    make_project(db, "timeless", created=null())
    make_project(db, "bad", created=THEN, lifecycle_status=LifecycleStatus.QUARANTINE_ENTER)
    make_project(
        db, "dull", created=THEN, lifecycle_status=LifecycleStatus.ARCHIVED_NOINDEX
    )
    make_user(db, "Arthur", date_joined=null())
    make_user(db, "newcomer")
    project, person = bucket_of("Holy.Grail"), bucket_of("Arthur")
    index = client.get("/sitemap.xml")
    expected = [
        f"http://localhost/{each}.sitemap.xml" for each in sorted([project, person])
    ]
    assert [each for each in locations(index) if each in expected] == expected
    assert b"<lastmod>2020-05-04T01:02:03Z</lastmod>" in index.body
    for bucket, url in [(project, "project/holy-grail"), (person, "user/Arthur")]:
        found = locations(client.get(f"/{bucket}.sitemap.xml"))
        assert f"http://localhost/{url}/" in found
    for name in ("young", "timeless", "bad", "dull", "newcomer"):
        assert name not in client.get(f"/{bucket_of(name)}.sitemap.xml").text
    assert locations(client.get("/nonsense.sitemap.xml")) == []


@pytest.fixture
def api(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that changes settings of the read APIs."""

    def change(**values: Any) -> None:
        settings = registry.settings["warehouse"]
        changed = replace(settings, api=replace(settings.api, **values))
        monkeypatch.setitem(registry.settings, "warehouse", changed)

    return change


def test_robots_may_read_pages_of_the_indexed_host_only(client: Client, api: Any) -> None:
    start = "Sitemap: http://localhost/sitemap.xml\n\nUser-agent: *\nDisallow: /"
    answer = client.get("/robots.txt")
    assert answer.text == f"{start}\n"
    assert answer.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert answer.headers["Cache-Control"] == "max-age=86400, public"
    api(indexed_host="localhost")
    found = client.get("/robots.txt").text
    assert found.startswith(f"{start}simple/\nDisallow: /packages/\n")
    for path in ("*/*/files/", "*/*/diff/", "*/diff/", "*/*/changes/"):
        assert f"\nDisallow: /project/{path}\n" in found
    assert found.endswith("Disallow: /account/\nDisallow: /admin/\n")


def test_opensearch_names_the_search_page_and_an_icon(client: Client) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.headers["Cache-Control"] == "max-age=86400, public"
    root = ElementTree.fromstring(answer.body)
    found = {each.tag.partition("}")[2]: each for each in root}
    assert found["ShortName"].text == "Warehouse"
    assert found["Url"].get("template") == "http://localhost/search/?q={searchTerms}"
    assert found["Image"].get("width") == "16"
    client.get(found["Image"].text)


def test_without_a_contact_there_is_no_security_txt(client: Client) -> None:
    client.get("/.well-known/security.txt", status=404)


def security_txt(client: Client, **environ: str) -> dict[str, str]:
    answer = client.get("/.well-known/security.txt", extra_environ=environ)
    assert answer.headers["Content-Type"] == "text/plain; charset=UTF-8"
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_security_txt_over_https_names_contact_policy_and_itself(
    client: Client, api: Any
) -> None:
    api(security_contact="mailto:security@example.com")
    told = security_txt(client, **{"wsgi.url_scheme": "https", "HTTP_HOST": "i.example"})
    assert told == {
        "Contact": "mailto:security@example.com",
        "Expires": told["Expires"],
        "Preferred-Languages": "en",
        "Canonical": "https://i.example/.well-known/security.txt",
        "Policy": "https://i.example/security/",
    }
    api(security_policy="https://example.com/security")
    assert security_txt(client)["Policy"] == "https://example.com/security"


def test_security_txt_names_no_web_address_without_tls(client: Client, api: Any) -> None:
    api(security_contact="tel:+49-30-1234")
    assert set(security_txt(client)) == {"Contact", "Expires", "Preferred-Languages"}


@pytest.mark.parametrize("now", ["2026-11-28 00:00:00", "2027-12-31 23:59:59"])
def test_security_txt_expires_within_a_year_and_after_all_that_keep_it(
    client: Client, api: Any, now: str
) -> None:
    api(security_contact="mailto:security@example.com")
    with freeze_time(now):
        expires = datetime.fromisoformat(security_txt(client)["Expires"])
        # RFC 9116, 2.5.5: less than a year; a CDN keeps the answer for two days at most.
        assert timedelta(days=300) < expires - datetime.now(UTC) < timedelta(days=365)

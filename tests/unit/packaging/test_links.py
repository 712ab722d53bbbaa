"""The links of a release: each once, and verified where the index can vouch for it."""

import pytest

from warehouse.packaging.links import Link, project_links
from warehouse.packaging.models import Release

HOME, DOWNLOAD, DOCS = (f"https://{each}.example/" for each in ("home", "down", "docs"))


def test_links_of_the_old_fields_are_verified_by_themselves():
    release = Release(
        home_page=HOME,
        home_page_verified=True,
        download_url=DOWNLOAD,
        download_url_verified=True,
    )
    urls = [{"name": "Docs", "url": DOCS, "verified": False}]
    assert project_links(release, urls) == [
        Link("Homepage", HOME, True),
        Link("Download", DOWNLOAD, True),
        Link("Docs", DOCS, False),
    ]


def test_a_link_that_nobody_verified_is_not():
    release = Release(home_page=HOME, home_page_verified=False)
    urls = [{"name": "Docs", "url": DOCS, "verified": True}]
    assert [each.is_verified for each in project_links(release, urls)] == [False, True]


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Bug Tracker", "https://github.com/o/r/issues", "issues"),
        ("What's New", "https://example.com/", "changes"),
        ("Mirror", "https://gitlab.com/o/r", "source"),
        ("Read", "https://thing.readthedocs.io/", "documentation"),
        ("Other", "https://notgithub.com/", ""),
        ("Broken", "https://[x/", ""),
        ("Documentation", "mailto:team+docs@example.com", "mail"),
        ("Home", "MAILTO:a@example.com", "mail"),
        ("Home", "mailto:a@example.com?bcc=b@example.com", ""),
        ("Home", "mailto:a@example.com,b@example.com", ""),
        ("Home", "mailto:a@example.com%0d%0abcc:b@example.com", ""),
    ],
)
def test_a_link_leads_to_a_kind_of_thing(label, url, kind):
    assert Link(label, url, is_verified=False).kind == kind

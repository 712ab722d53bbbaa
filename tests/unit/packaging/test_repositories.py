"""Resolving what is relative in a description against the repository of its author."""

import hmac

import pytest

from warehouse.packaging.fitting import fit_for_a_page
from warehouse.packaging.links import Link
from warehouse.packaging.pictures import PictureProxy
from warehouse.packaging.repositories import repository_at, repository_of

SHA = "0123456789abcdef" * 2 + "01234567"


@pytest.mark.parametrize(
    ("url", "page", "raw"),
    [
        ("https://github.com/o/r.git", "o/r/blob/HEAD/d/x.md", "o/r/raw/HEAD/d/x.md"),
        ("https://github.com/o/r/issues", "o/r/blob/HEAD/d/x.md", "o/r/raw/HEAD/d/x.md"),
        (
            "https://github.com/o/r/tree/v1/sub",
            "o/r/blob/v1/sub/d/x.md",
            "o/r/raw/v1/sub/d/x.md",
        ),
        ("https://github.com/o/r/blob/v1/s/a.md", "o/r/blob/v1/s/d/x.md", "/r/raw/v1/s/d"),
        ("https://gitlab.com/g/s/r", "g/s/r/-/blob/HEAD/d/x.md", "g/s/r/-/raw/HEAD/d/x.md"),
        (
            "https://gitlab.e.example/g/r/-/tree/v1/",
            "gitlab.e.example/g/r/-/blob/v1/d/x.md",
            "g/r/-/raw/v1/d/x.md",
        ),
        ("https://gitlab.com/g/r/blob/v1/a.md", "g/r/-/blob/v1/d/x.md", "g/r/-/raw/v1/d"),
        ("https://codeberg.org/o/r", "o/r/src/branch/HEAD/d/x.md", "raw/branch/HEAD/d"),
        ("https://codeberg.org/o/r/src/tag/v1", "o/r/src/tag/v1/d/x.md", "raw/tag/v1/d"),
        ("https://bitbucket.org/o/r", "o/r/src/HEAD/d/x.md", "o/r/raw/HEAD/d/x.md"),
        ("https://git.sr.ht/~o/r", "~o/r/tree/HEAD/item/d/x.md", "~o/r/blob/HEAD/d/x.md"),
    ],
)
def test_addresses_lead_to_pages_and_bytes_on_known_forges(url, page, raw):
    repository = repository_at(url)
    assert repository.page_of("d/x.md").endswith(page)
    assert raw in repository.raw_of("d/x.md")


@pytest.mark.parametrize(
    "url",
    [
        "https://e.example/o/r",
        "https://github.com/o",
        "https://github.com.e.example/o/r",
        "https://github.com@e.example/o/r",
        "https://github.com/../r",
        "ssh://github.com/o/r",
        "https://[",
        "javascript://github.com/o/r",
    ],
)
def test_other_addresses_are_no_repositories(url):
    assert repository_at(url) is None


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("./a/../b.md#c", "/b.md#c"),
        ("/b.md", "/b.md"),
        ("../../../../other/r/b.md", "/other/r/b.md"),
        ("%2e%2e/%2e%2e/b.md", "/b.md"),
        ("a b.png?raw=true", "/a%20b.png"),
        ('a"><script>', "/a%22%3E%3Cscript%3E"),
        ("..\\..\\b", "/..%5C..%5Cb"),
        ("docs/", "/docs"),
        ("", None),
        ("?x", None),
        ("javascript:x", None),
        ("java%73cript:x", None),
        ("%00x", None),
        ("\\\\e.example/x", None),
    ],
)
def test_no_address_leaves_its_repository(address, path):
    found = repository_at("https://github.com/o/r").page_of(address)
    assert found == (path and f"https://github.com/o/r/blob/HEAD{path}")


def test_proof_comes_first_and_then_vouched_links():
    links = [
        Link("Funding", "https://github.com/sponsors/x", is_verified=False),
        Link("Homepage", "https://github.com/o/home", is_verified=False),
        Link("Source Code", "https://github.com/o/r/tree/main/sub", is_verified=False),
    ]
    facts = {"repository": "https://github.com/o/r", "commit": SHA}
    proved = repository_of(links, [None, facts])
    assert proved.page_of("x") == f"https://github.com/o/r/blob/{SHA}/sub/x"
    no_commit = repository_of(links, [{"repository": "https://github.com/o/r"}])
    assert no_commit.page_of("x") == "https://github.com/o/r/blob/HEAD/sub/x"
    assert repository_of(links, [None]).url == "https://github.com/o/r"
    verified = Link("x", "https://codeberg.org/o/v", is_verified=True)
    assert repository_of([*links, verified], []).url == verified.url
    assert repository_of(links[:1], []) is None


def test_a_description_leads_into_its_repository():
    html = (
        '<a href="d/x.md" rel="nofollow">x</a><img src="x.png" alt="y"><a href="//e">z</a>'
    )
    assert fit_for_a_page(html, repository_at("https://github.com/o/r")).html == (
        '<a rel="nofollow" href="https://github.com/o/r/blob/HEAD/d/x.md">x</a>'
        '<img src="https://github.com/o/r/raw/HEAD/x.png" alt="y"><a href="//e">z</a>'
    )


def test_pictures_come_from_a_proxy_that_knows_who_asked():
    proxy = PictureProxy("https://camo.e.example", "key")
    html = '<img src="//e.example/x?a&amp;b" alt="y"><img src="x.png" alt="z">'
    address = b"https://e.example/x?a&b"
    digest = hmac.new(b"key", address, "sha1").hexdigest()
    assert fit_for_a_page(html, None, proxy).html == (
        f'<img src="https://camo.e.example/{digest}/{address.hex()}" alt="y">z'
    )

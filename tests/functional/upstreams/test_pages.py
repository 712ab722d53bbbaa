"""The page of a project that another index has."""

import time

import pytest

from tests.browser.test_hostile import MARKDOWN, PLAIN
from tests.builders.wheels import metadata
from tests.functional.upstreams.test_reading import NAME, PAGE
from warehouse.upstreams.storage import Kind, UpstreamStorage, lying_at, place_of

PROJECT = "/project/abroad/"


@pytest.fixture
def releases(elsewhere):
    files = elsewhere.files["abroad"]
    files |= {f"abroad-{version}.tar.gz": b"x" for version in ("1.0", "2.0rc1", "1.10")}
    elsewhere.said["abroad-1.10.tar.gz"] = {
        "yanked": "<b>broken</b>",
        "requires-python": ">=3.9",
        "upload-time": "2020-01-02T03:04:05Z",
    }
    return files


def test_a_project_of_another_index_has_a_page(reading, releases):
    text = reading.get(PROJECT).body.decode()
    assert "elsewhere" in text
    assert 'pip</span> <span class="install__word">install' in text
    versions = ("2.0rc1", "1.10", "1.0")
    places = [text.index(f'href="/project/abroad/{each}/"') for each in versions]
    assert places == sorted(places)
    assert '<span class="release__version">1.0</span>' in text
    assert NAME in text
    assert "&lt;b&gt;broken&lt;/b&gt;" in text
    assert "noindex" in text
    assert reading.get("/project/Abroad/").status == 301
    assert reading.get("/project/nowhere/").status == 404


def test_a_release_of_another_index_has_a_page(reading, releases):
    text = reading.get("/project/abroad/1.10/").body.decode()
    assert "This release was yanked." in text
    assert "abroad-1.10.tar.gz" in text
    assert "=='1.10'" not in text
    assert ">abroad==1.10<" in text
    assert reading.get("/project/abroad/1.10.0/").status == 301
    assert reading.get("/project/abroad/7/").status == 404


def test_the_page_shows_core_metadata(reading, described):
    text = reading.get(PROJECT).body.decode()
    assert '<span translate="no" dir="auto">A land</span>' in text
    assert "<p>Over <strong>there</strong>.</p>" in text
    assert '<a translate="no" href="/project/packaging/">packaging</a>' in text
    assert "With the extra <code>cli</code>" in text
    assert 'href="https://example.org/source" rel="nofollow noopener ugc"' in text
    assert "MIT" in text
    assert "/search/?c=Programming%20Language%20%3A%3A%20Python%20%3A%3A%203" in text
    reading.registry[UpstreamStorage].delete(place_of(1, f"{NAME}.metadata"))
    reading.get("/pypi/abroad/json")
    assert described.paths().count(f"/files/{NAME}.metadata") == 2
    assert described.paths().count(PAGE) == 1


def test_nothing_that_metadata_says_runs_on_the_page(reading, described):
    described.files["abroad"][f"{NAME}.metadata"] = metadata(
        "abroad",
        "1.0",
        body=MARKDOWN,
        Summary=PLAIN,
        Author=PLAIN,
        License=PLAIN,
        Keywords=PLAIN,
        Requires_Dist=[PLAIN, "x @ javascript:alert(1)"],
        Provides_Extra=PLAIN,
        Requires_Python=PLAIN,
        Project_URL=[f"{PLAIN}, https://example.org/", "x, javascript:alert(1)"],
        Classifier=PLAIN,
        Description_Content_Type="text/markdown",
    )
    text = reading.get(PROJECT).body.decode()
    own = text.replace("<script ", "")
    assert "over everything" in text
    for each in ("<script>", "onerror", 'href="javascript', 'class="banner tabs', "<base"):
        assert each not in own, each
    assert 'id="files">Not the files' not in text


def test_a_description_is_rendered_once(reading, described):
    path = "/project/abroad/1.0/"
    assert "<strong>there</strong>" in reading.get(path).body.decode()
    storage = reading.registry[UpstreamStorage]
    (kept,) = [each for each in storage.list() if each.path.endswith(".html")]
    with storage.open(kept.path) as file:
        assert file.read().strip().endswith(b"</p>")
    assert b"<strong>there</strong>" in reading.get(PROJECT).body
    assert [e.path for e in storage.list() if e.path.endswith(".html")] == [kept.path]
    gone = storage.evict(0)
    assert kept.path in gone
    assert {lying_at(each)[1] for each in gone} == {Kind.METADATA, Kind.RENDERING}
    assert list(storage.list()) == []


def test_a_description_that_another_renders_is_plain_until_then(reading, described):
    reading.get("/pypi/abroad/json")
    with reading.registry[UpstreamStorage].alone(1, 0):
        assert b"Over **there**." in reading.get(PROJECT).body


@pytest.mark.parametrize(
    ("said", "shown"), [("mit", "MIT"), ("free &amp; easy", "free &amp;amp; easy")]
)
def test_a_licence_is_shown_as_it_is_or_was_meant(reading, described, said, shown):
    core = metadata("abroad", metadata_version="2.4", License_Expression=said)
    described.files["abroad"][f"{NAME}.metadata"] = core
    assert shown in reading.get(PROJECT).body.decode()


def test_the_page_says_when_the_other_index_does_not_answer(start_reading, elsewhere):
    reading = start_reading(UPSTREAM_SECONDS="1")
    assert "does not answer" not in reading.get(PROJECT).body.decode()
    elsewhere.is_down = True
    time.sleep(1.1)
    assert "elsewhere does not answer" in reading.get(PROJECT).body.decode()


def test_a_page_that_lists_nothing_says_so(reading, elsewhere):
    elsewhere.files["abroad"] = {}
    assert "There is nothing to install." in reading.get(PROJECT).body.decode()
    assert elsewhere.paths() == [PAGE]

"""The page of a project that another index has."""

import time

import pytest

from tests.functional.upstreams.test_reading import NAME, PAGE

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
    assert text.index("2.0rc1") < text.index("abroad-1.10.tar.gz") < text.index(NAME)
    assert '<span class="release__version">1.0</span>' in text
    assert "&lt;b&gt;broken&lt;/b&gt;" in text
    assert "noindex" in text
    assert reading.get("/project/Abroad/").status == 301
    assert reading.get("/project/nowhere/").status == 404


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

"""Owners say on the page of a project what no release says."""

import pytest

from tests.functional.manage.test_releases import act

FORM = "/manage/project/eggs/presentation/"
NOTICE = "We move.\n<b>Soon.</b>"


def marked(page):
    return len([each for each in page.html.select(".badge") if "owners" in each.text])


@pytest.fixture
def said(owner):
    """All that can be said."""
    links = "Chat: https://chat.example/eggs\r\n\r\nDocs: http://docs.example/"
    keywords = "breakfast, scrambled, breakfast"
    values = {"summary": "Better eggs", "notice": NOTICE, "keywords": keywords}
    return act(owner, FORM, links=links, **values).follow()


def test_the_page_shows_and_marks_it(browser, said):
    page = browser().get("/project/Eggs/")
    assert page.html.select_one(".lead span").text == "Better eggs"
    assert page.html.find("meta", {"name": "description"})["content"] == "Better eggs"
    assert "&lt;b&gt;Soon.&lt;/b&gt;" in page.text
    assert {"breakfast", "scrambled"} <= {a.text for a in page.html.select(".tags a")}
    links = {each["href"] for each in page.html.select("aside a[rel]")}
    assert {"https://chat.example/eggs", "http://docs.example/"} <= links
    assert marked(page) == 3


def test_a_page_about_one_release_says_what_that_says(browser, said):
    page = browser().get("/project/Eggs/1.0/")
    assert "Better eggs" not in page.text
    assert "We move." in page.text
    assert marked(page) == 0


def test_searches_find_it(browser, said):
    found = browser().get("/search/?q=scrambled")
    assert "Better eggs" in found.text


def test_emptied_fields_are_as_released_again(owner, browser, said):
    form = owner.get(FORM).forms["action"]
    assert form["links"].value.splitlines()[0] == "Chat: https://chat.example/eggs"
    for name in ("summary", "notice", "keywords", "links"):
        form[name] = ""
    form.submit().follow()
    assert marked(browser().get("/project/Eggs/")) == 0


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"links": "javascript:alert(1)"}, "is no link"),
        ({"links": "Chat: javascript:alert(1)"}, "is no link"),
        ({"links": "https://example.org"}, "is no link"),
        ({"links": "A: https://a b"}, "is no link"),
        ({"links": "\n".join(f"{n}: https://a" for n in range(21))}, "at most 20 links"),
        ({"keywords": ",".join(map(str, range(31)))}, "at most 30 keywords"),
        ({"summary": "x" * 513}, "at most 512 characters"),
        ({"notice": "x" * 1001}, "at most 1000 characters"),
        ({"notice": "\0"}, "not allowed"),
        ({"links": "A: https://\0"}, "not allowed"),
    ],
)
def test_long_or_wrong_values_are_refused(owner, values, problem):
    assert problem in act(owner, FORM, **values).text

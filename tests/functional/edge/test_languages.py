"""Pages in several languages are kept apart, and there are no more of them."""

import pytest

from tests.functional.edge.test_answers import flask

PATH = "/project/Flask/"
CODES = {"en": "en", "de": "de", "xx": "en-x-xx", "xr": "en-x-xr"}


@pytest.fixture(autouse=True)
def something_to_read(edge):
    edge.write(flask)


def is_in(answer, code):
    return f'<html lang="{CODES[code]}"'.encode() in answer.body


def test_each_client_gets_its_own_language(edge):
    for _ in range(3):
        for code in CODES:
            assert is_in(edge.get(PATH, accept_language=f"{code}, en;q=0.1"), code)
            assert is_in(edge.get(PATH, cookie=f"x=y; _LOCALE_={code}"), code)
            assert is_in(edge.get(f"{PATH}?_LOCALE_={code}", accept_language="de"), code)
        assert is_in(edge.get(PATH), "en")


def test_a_browser_is_told_what_its_copy_depends_on(edge):
    for _ in range(2):
        vary = {each.strip() for each in edge.get(PATH).headers["vary"].split(",")}
        assert vary == {"Accept-Encoding", "Accept-Language", "Cookie", "PyPI-Locale"}
    assert "Cookie" not in edge.get("/simple/flask/").headers["vary"]


def test_a_copy_in_one_language_is_no_copy_in_another(edge):
    english = edge.get(PATH)
    assert edge.get(PATH, if_none_match=english.headers["etag"]).status == 304
    german = edge.get(PATH, if_none_match=english.headers["etag"], cookie="_LOCALE_=de")
    assert german.status == 200
    assert is_in(german, "de")


def test_there_are_as_many_pages_as_languages(edge):
    for number in range(60):
        code = list(CODES)[number % 4]
        edge.get(
            f"{PATH}?{number}",
            cookie=f"session_id={number}; _LOCALE_={code}",
            accept_language=f"de;q=0.{number}",
        )
        edge.get("/simple/flask/", accept_language=code, cookie=f"_LOCALE_={code}")
        edge.get(PATH, accept_language=f"fr;q=0.{number}, en-GB, x{number}")
    assert len(edge.edge.local) == len(CODES) + 1


def test_a_page_asked_for_again_is_a_hit_for_every_cookie(edge):
    edge.get(PATH, accept_language="de-CH", cookie="session_id=1")
    edge.tally.clear()
    for number in range(5):
        edge.get(PATH, accept_language="de-CH", cookie=f"session_id={number}")
    assert edge.tally["hit"] == 5


def test_a_missing_page_is_missing_in_each_language(edge):
    for code in CODES:
        answer = edge.get("/project/nobody/", accept_language=code)
        assert answer.status == 404
        assert is_in(answer, code)

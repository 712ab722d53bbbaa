"""The language of pages: chosen, remembered, or what the browser asks for."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import webob

from warehouse.i18n.pseudo import marked
from warehouse.sessions import COOKIE


def lang(client, path="/help/", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=named).html.html["lang"]


def test_english_is_the_language_without_a_known_one(client):
    assert lang(client) == "en"
    assert lang(client, Accept_Language="fi, eo;q=0.5, *;q=0.1") == "en"
    assert lang(client, Accept_Language="de;q=nonsense") == "en"
    assert lang(client, "/help/?_LOCALE_=fi") == "en"


def test_the_browser_the_cookie_and_the_parameter_in_rising_order(client):
    german = "fi, de-AT;q=0.9, en;q=0.8"
    assert lang(client, Accept_Language=german) == "de"
    client.set_cookie("_LOCALE_", "en")
    assert lang(client, Accept_Language=german) == "en"
    assert lang(client, "/help/?_LOCALE_=de", Accept_Language="en") == "de"
    client.set_cookie("_LOCALE_", "nonsense")
    assert lang(client, Accept_Language=german) == "de"


def test_right_to_left(client):
    page = client.get("/help/?_LOCALE_=xr").html.html
    assert (page["lang"], page["dir"]) == ("en-x-xr", "rtl")
    assert client.get("/help/").html.html["dir"] == "ltr"


def test_a_choice_is_remembered_and_leads_back(client):
    answer = client.get(
        "/locale/?locale_id=de", headers={"Referer": "http://localhost/help/?a=b"}
    )
    assert answer.status_int == 303
    assert answer.location == "http://localhost/help/?a=b"
    cookie = next(
        each for each in answer.headers.getall("Set-Cookie") if "_LOCALE_" in each
    )
    assert cookie.startswith("_LOCALE_=de;")
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert lang(client) == "de"


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        (None, "/"),
        ("https://evil.example/help/", "/"),
        ("http://localhost/locale/?locale_id=en", "/"),
        ("http://localhost/help/?_LOCALE_=en&q=1", "/help/?q=1"),
    ],
)
def test_choosing_a_language_leads_only_to_pages_of_this_site(client, referer, target):
    headers = {"Referer": referer} if referer else {}
    answer = client.get("/locale/?locale_id=de", headers=headers)
    assert answer.location == f"http://localhost{target}"


def test_a_language_nobody_has_changes_nothing(client):
    answer = client.get("/locale/?locale_id=tlh")
    assert (answer.status_int, answer.location) == (303, "http://localhost/")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("query", ["", "?locale_id=de&locale_id=en", "?locale=de"])
def test_one_language_has_to_be_chosen(client, query):
    answer = client.get(f"/locale/{query}", status=400)
    assert "_LOCALE_" not in answer.headers.get("Set-Cookie", "")


def test_answers_for_programs_are_always_english(client):
    for path in ("/simple/", "/robots.txt", "/rss/updates.xml", "/opensearch.xml"):
        plain = client.get(path)
        german = client.get(f"{path}?_LOCALE_=xx", headers={"Accept-Language": "xx"})
        assert german.body == plain.body, path
        assert "PyPI-Locale" not in plain.headers.get("Vary", "")


def test_reading_in_another_language_makes_no_session(client):
    answer = client.get("/help/", headers={"Accept-Language": "de"})
    assert COOKIE not in answer.headers.get("Set-Cookie", "")
    assert {"Accept-Language", "Cookie", "PyPI-Locale"} <= set(answer.vary)
    assert "private" not in answer.headers["Cache-Control"]


def test_languages_are_not_mixed_by_those_who_ask_at_the_same_time(client):
    def asked(code):
        page = webob.Request.blank("/help/", headers={"Accept-Language": code})
        return page.get_response(client.app).text

    codes = ["en", "xx", "de", "xr"] * 10
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(asked, codes))
    for code, page in zip(codes, pages, strict=True):
        assert page == pages[codes.index(code)]
        assert (marked("Skip to content") in page) == (code in {"xx", "xr"})

"""With the edge in front every answer is what the application alone would answer."""

import gzip

import pytest

from warehouse.edge.editions import EditionSizes
from warehouse.edge.wsgi import environ_of
from warehouse.packaging.models import Description, JournalEntry, Project, Release

JSON = "application/vnd.pypi.simple.v1+json"
PIP = f"{JSON}, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01"
PATHS = [
    "/",
    "/simple/",
    "/simple/Flask/",
    "/simple/Flask/?format=json&x=1",
    "/simple/flask/",
    "/simple/%66lask/",
    "/simple/flask",
    "/simple/nobody/",
    "/simple/flask/?utm=1",
    f"/simple/flask/?format={JSON.replace('+', '%2B')}",
    "/pypi/flask/json",
    "/pypi/flask/1.0/json",
    "/pypi/flask/9.9/json",
    "/project/Flask/",
    "/project/flask/",
    "/project/Flask/1.0/",
    "/project/Flask/1.0/dependencies/?python=3.12&x=1",
    "/project/Flask/releases/?size=1&python=3.12",
    "/_includes/unauthed/project-dependencies/flask/1.0/",
    "/rss/updates.xml",
    "/rss/project/flask/releases.xml",
    "/stats/",
    "/sitemap.xml",
    "/robots.txt",
    "/classifiers/",
    "/project/Flask/?_LOCALE_=xx",
    "/project/Flask/?%5FLOCALE_=de&_LOCALE_=xr",
    "/project/nobody/?_LOCALE_=de",
    "/simple/nobody/?_LOCALE_=xx",
    "/simple/flask/?_LOCALE_=xx",
    "/help/?%ff",
    "/simple/flask/?%ff",
    "/nothing/here",
    "/%ff",
    "/simple/\x7f/",
    "/account/login/",
    "/manage/account/",
    "/_health/",
]
OFTEN_DIFFERENT = {"date", "server", "set-cookie", "content-length", "etag"}


def flask(db):
    project = Project(name="Flask")
    release = Release(
        project=project, version="1.0", description=Description(raw=""), ordering=1
    )
    db.add_all([project, release, JournalEntry(name="Flask", action="create")])


@pytest.fixture(autouse=True)
def something_to_read(edge):
    edge.write(flask)
    edge.wait_for("/simple/", lambda body: b"flask" in body)


def asked_alone(alone, path, **headers):
    raw_path, _, query = path.partition("?")
    scope = {
        "method": "GET",
        "http_version": "1.1",
        "scheme": "http",
        "raw_path": raw_path.encode(),
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in {"host": "index.example", **headers}.items()
        ],
    }
    return alone.request("", environ=environ_of(scope), expect_errors=True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept": PIP},
        {"accept": "text/plain"},
        {"accept_language": "xx, en;q=0.5"},
        {"accept_language": "de", "cookie": "a=b; _LOCALE_=xr; c=d"},
    ],
)
def test_the_edge_answers_as_the_application_does(edge, alone, headers):
    for path in PATHS:
        expected = asked_alone(alone, path, **headers)
        for _ in range(2):
            answer = edge.get(path, **headers)
            assert (path, answer.status) == (path, expected.status_int)
            assert _comparable(answer.headers) == _comparable(expected.headers), path
            if "account" not in path:
                assert answer.body == expected.body, path


def _comparable(headers):
    return {
        name.lower(): value
        for name, value in headers.items()
        if name.lower() not in OFTEN_DIFFERENT
    }


@pytest.mark.parametrize("path", ["/simple/flask/", "/simple/", "/project/Flask/", "/"])
def test_tags_are_those_of_the_application(edge, alone, path):
    for headers in ({}, {"accept_encoding": "gzip"}):
        expected = asked_alone(alone, path, **headers)
        answer = edge.get(path, **headers)
        if path != "/simple/" or not headers:
            assert answer.headers["etag"] == expected.headers["ETag"]
        assert answer.headers["content-length"] == str(len(answer.body))


def test_pages_are_compressed_for_clients_that_accept_gzip(edge):
    plain, packed = (
        edge.get("/project/Flask/"),
        edge.get("/project/Flask/", accept_encoding="gzip"),
    )
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize("path", ["/simple/flask/", "/simple/", "/pypi/flask/json"])
def test_an_unchanged_page_is_answered_304(edge, path):
    for encoding in ("identity", "gzip"):
        first = edge.get(path, accept_encoding=encoding)
        again = edge.get(
            path, accept_encoding=encoding, if_none_match=f'"x", {first.headers["etag"]}'
        )
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["x-pypi-last-serial"] == first.headers["x-pypi-last-serial"]
        assert edge.get(path, if_none_match="*").status == 200


def test_head_is_get_without_the_body(edge):
    for path in ("/simple/flask/", "/simple/", "/project/Flask/", "/nothing"):
        got, head = edge.get(path), edge.get(path, method="HEAD")
        assert (head.status, head.body) == (got.status, b"")
        assert head.headers == got.headers


def test_a_range_of_a_page_is_what_was_asked_for(edge):
    whole = edge.get("/simple/flask/")
    some = edge.get("/simple/flask/", range="bytes=0-9")
    assert (some.status, some.body) == (206, whole.body[:10])
    assert edge.get("/simple/flask/") == whole


def test_queries_nobody_reads_make_no_pages_of_their_own(edge):
    edge.get("/simple/flask/")
    edge.tally.clear()
    for number in range(20):
        assert edge.get(f"/simple/flask/?cache-buster={number}").status == 200
    assert edge.tally["filled"] == 0


def test_nothing_about_one_client_gets_into_what_everyone_is_sent(edge):
    spies = {
        "cookie": "session_id=mine; _LOCALE_=de",
        "authorization": "Basic bWU6c2VjcmV0",
        "user_agent": "<script>",
        "referer": "https://evil.example/",
        "x_forwarded_host": "evil.example",
        "x_forwarded_proto": "https",
        "x_forwarded_for": "203.0.113.9",
        "x_original_url": "/evil",
        "accept_language": "de",
    }
    for path in ("/project/Flask/", "/simple/flask/", "/", "/pypi/flask/json"):
        first = edge.get(path, **spies)
        assert first.status == 200
        assert "set-cookie" not in first.headers
        assert b"evil" not in first.body
        assert edge.get(path, accept_language="de") == first


def test_each_host_has_pages_of_its_own(edge):
    ours = edge.get("/pypi/flask/json")
    theirs = edge.get("/pypi/flask/json", host="other.example")
    assert b"http://index.example/" in ours.body
    assert b"http://other.example/" in theirs.body
    assert edge.get("/pypi/flask/json") == ours


def test_one_domain_answers_for_no_other(start_edge):
    edge = start_edge(WAREHOUSE_DOMAIN="index.example", TRUSTED_PROXIES="1")
    assert edge.get("/simple/flask/").status == 200
    assert edge.get("/simple/flask/", host="evil.example").status == 404
    assert edge.get("/simple/flask/", x_forwarded_host="evil.example").status == 404
    assert edge.get("/simple/").status == 200
    assert edge.get("/simple/", host="evil.example").status == 404
    assert edge.get("/simple/", x_forwarded_host="evil.example").status == 404
    assert edge.get("/simple/flask/").status == 200


def test_pages_with_a_session_are_never_kept(edge):
    edge.tally.clear()
    for _ in range(3):
        page = edge.get("/account/login/")
        assert page.status == 200
        assert "no-store" in page.headers["cache-control"]
    assert (edge.tally["filled"], edge.tally["hit"]) == (0, 0)


def test_a_large_list_is_sent_whole_in_either_form(start_edge):
    edge = start_edge(sizes=EditionSizes(entries=7, plain_bytes=100))
    edge.write(lambda db: db.add_all([Project(name=f"p{each:03}") for each in range(100)]))
    edge.wait_for("/simple/", lambda body: b"p099" in body)
    for accept in (JSON, "text/html"):
        plain, packed = (
            edge.get("/simple/", accept=accept, accept_encoding=coding)
            for coding in ("identity", "gzip")
        )
        assert plain.body == gzip.decompress(packed.body)
        assert plain.headers["content-length"] == str(len(plain.body))
        assert plain.body.count(b"p0") >= 100
        assert plain.headers["etag"] != packed.headers["etag"]


def test_the_list_follows_what_comes_and_goes(start_edge, alone):
    edge = start_edge(sizes=EditionSizes(entries=3))
    names = [f"{first}{second}-x" for first in "zam" for second in "bya0"]
    for name in names:
        edge.write(lambda db, name=name: db.add(Project(name=name)))
    edge.write(
        lambda db: db.delete(db.query(Project).filter_by(normalized_name="ab-x").one())
    )
    expected = asked_alone(alone, "/simple/", accept=JSON).body
    edge.wait_for("/simple/", lambda body: body == expected, accept=JSON)

"""A real Varnish with our VCL in front of the whole application."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import urllib3

from tests.builders import forms
from tests.builders.ports import free_port
from tests.builders.sdists import sdist
from tests.builders.wheels import wheel
from warehouse.cdn import CDNUnavailable, make_cache
from warehouse.cdn.check import CDNUnfit, check
from warehouse.settings import CDNSettings, load

SDIST, WHEEL = "example-1.0.tar.gz", "example-1.0-py3-none-any.whl"
INTERNAL = {"surrogate-key", "surrogate-control", "xkey", "x-varnish", "via", "age"}


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *rest):
        """Nobody reads it."""


class Web:
    """A client that asks by way of Varnish."""

    def __init__(self, varnish):
        self.varnish, self.client = varnish, urllib3.PoolManager(retries=False)

    def get(self, path, **headers):
        url = f"{self.varnish.url}{path}"
        return self.client.request("GET", url, headers=headers, redirect=False)

    def post(self, path, body, headers):
        return self.client.request(
            "POST", f"{self.varnish.url}{path}", body=body, headers=headers
        )

    def caches(self, path, **headers):
        return self.get(path, **headers).headers["X-Cache"]


@pytest.fixture
def behind(make_index, start_varnish):
    """An index behind one Varnish, and a client that sees only that."""
    purge_port = free_port()
    index = make_index(
        CDN_BACKEND="varnish",
        VARNISH_URLS=f"http://127.0.0.1:{purge_port}",
        TRUSTED_PROXIES="1",
    )
    with make_server("127.0.0.1", 0, index.application, Threading, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        web = Web(start_varnish(server.server_port, purge_port))
        web.origin = server.server_port
        yield index, web
        server.shutdown()


def upload(web, uploader, filename, content):
    body = forms.body(forms.fields(filename, content), filename, content)
    return web.post("/legacy/", body, forms.headers(uploader.token)).status


def test_a_page_is_kept_until_an_upload_changes_it(behind):
    index, web = behind
    uploader = index.uploader()
    assert upload(web, uploader, SDIST, sdist()) == 200
    first, second = web.get("/simple/example/"), web.get("/simple/example/")
    assert [each.headers["X-Cache"] for each in (first, second)] == ["MISS", "HIT"]
    assert first.data == second.data
    assert WHEEL.encode() not in first.data

    assert upload(web, uploader, WHEEL, wheel()) == 200
    third = web.get("/simple/example/")
    assert third.headers["X-Cache"] == "MISS"
    assert WHEEL.encode() in third.data
    assert web.caches("/simple/example/") == "HIT"


def test_a_missing_project_is_not_kept_and_there_at_once(behind):
    index, web = behind
    assert [web.get("/simple/example/").status for _ in range(3)] == [404] * 3
    assert upload(web, index.uploader(), SDIST, sdist()) == 200
    assert web.get("/simple/example/").status == 200


def test_purges_of_one_key_or_of_all_leave_nothing_else(behind):
    index, web = behind
    paths = ("/simple/", "/rss/updates.xml", "/robots.txt")
    cache = make_cache(index.registry.settings["warehouse"].cdn)
    for path in paths * 2:
        web.get(path)
    cache.purge(["all-projects"])
    assert [web.caches(path) for path in paths] == ["HIT", "MISS", "HIT"]
    cache.purge_everything()
    assert [web.caches(path) for path in paths] == ["MISS"] * 3


def test_clients_see_nothing_that_is_meant_for_varnish(behind):
    _, web = behind
    for _ in range(2):
        names = {name.lower() for name in web.get("/simple/").headers}
        assert not names & INTERNAL


def test_nothing_personal_is_kept_whatever_the_cookies(behind):
    _, web = behind
    first = web.get("/account/login/")
    second = web.get("/account/login/")
    assert first.headers["X-Cache"] == second.headers["X-Cache"] == "MISS"
    assert first.headers["Set-Cookie"] != second.headers["Set-Cookie"]
    cookie = first.headers["Set-Cookie"].split(";")[0]
    assert web.caches("/simple/", Cookie=cookie) == "MISS"
    assert web.caches("/simple/") == "HIT"
    assert web.caches("/simple/", Authorization="Basic eDp5") == "MISS"


def test_negotiated_forms_are_kept_apart(behind):
    _, web = behind
    json = "application/vnd.pypi.simple.v1+json"
    kinds = [web.get("/simple/", Accept=a).headers["Content-Type"] for a in (json, "*/*")]
    assert kinds == [json, "text/html; charset=UTF-8"]
    again = web.get("/simple/", Accept=json)
    assert (again.headers["X-Cache"], again.headers["Content-Type"]) == ("HIT", json)
    assert web.get("/simple/", **{"Accept-Encoding": "gzip"}).status == 200


LANGUAGES = [
    ({}, "en"),
    ({"Accept-Language": "fi-FI,fi;q=0.9"}, "en"),
    ({"Accept-Language": "fi-FI, den;q=0.9,DE-at;q=0.8,en;q=0.7"}, "de"),
    ({"Accept-Language": "en-GB,de;q=0.8"}, "en"),
    ({"Accept-Language": "de", "Cookie": "_LOCALE_=en"}, "en"),
    ({"Cookie": 'a=b; _LOCALE_="de"; c=d'}, "de"),
    ({"Cookie": "a=b;_LOCALE_=de"}, "de"),
    ({"Accept-Language": "fr-CA,de;q=0.9"}, "fr"),
    ({"Cookie": "X_LOCALE_=de"}, "en"),
    ({"Cookie": "_LOCALE_=xx"}, "en"),
    ({"Cookie": "_LOCALE_=dex", "Accept-Language": "xx"}, "en"),
]


def test_pages_are_kept_once_for_each_language(behind):
    _, web = behind
    for round in range(3):
        for headers, code in LANGUAGES:
            page = web.get("/help/", **headers)
            assert f'lang="{code}"'.encode() in page.data, headers
            if round:
                assert page.headers["X-Cache"] == "HIT", headers
            vary = {each.strip() for each in page.headers["Vary"].split(",")}
            assert {"Accept-Language", "Cookie"} <= vary
    for headers, _ in LANGUAGES:
        web.get("/simple/", **headers)
        assert web.caches("/simple/", **headers) == "HIT"


def test_a_chosen_language_is_shown_at_once(behind):
    _, web = behind
    web.get("/help/")
    chosen = web.get("/locale/?locale_id=de")
    cookies = chosen.headers.getlist("Set-Cookie")
    assert chosen.status == 303
    mine = "; ".join(each.split(";")[0] for each in cookies)
    assert b'lang="de"' in web.get("/help/", Cookie=mine).data
    assert (
        "class="
        in web.get("/_includes/unauthed/flash-messages/", Cookie=mine).data.decode()
    )


def test_a_client_cannot_choose_the_links_of_others(behind):
    index, web = behind
    assert upload(web, index.uploader(), SDIST, sdist()) == 200
    lies = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    for headers in (lies, {}, lies):
        page = web.get("/simple/example/", **headers).data
        assert b"evil" not in page
        assert b'href="http://127.0.0.1' in page


def test_files_pass_with_their_ranges(behind):
    index, web = behind
    assert upload(web, index.uploader(), SDIST, sdist()) == 200
    url = index.client.simple("example")["files"][0]["url"]
    path = url.removeprefix("http://localhost")
    part = web.get(path, Range="bytes=2-5")
    assert (part.status, part.data) == (206, sdist()[2:6])
    assert web.get(path).data == sdist()
    assert web.caches(path) == "MISS"


def test_only_the_socket_for_purges_takes_them(behind):
    _, web = behind
    headers = {"xkey-purge": "*"}
    public = web.client.request("PURGE", f"{web.varnish.url}/simple/", headers=headers)
    assert public.status == 405
    web.get("/simple/")
    assert web.caches("/simple/", **{"xkey-purge": "*"}) == "HIT"
    for method, more, status in [("GET", headers, 403), ("PURGE", {}, 400)]:
        answer = web.client.request(method, web.varnish.purge_url, headers=more)
        assert answer.status == status


def test_all_instances_must_confirm_and_none_is_left_out(behind):
    _, web = behind
    away = free_port()
    settings = {
        "CDN_BACKEND": "varnish",
        "VARNISH_URLS": f"http://127.0.0.1:{away} {web.varnish.purge_url}",
    }
    for _ in range(2):
        web.get("/simple/")
    with pytest.raises(CDNUnavailable, match=f"{away} cannot be asked"):
        make_cache(load(CDNSettings, settings)).purge(["all-serials"])
    assert web.caches("/simple/") == "MISS"


def test_softly_purged_pages_are_shown_once_more(behind):
    _, web = behind
    settings = {
        "CDN_BACKEND": "varnish",
        "VARNISH_URLS": web.varnish.purge_url,
        "CDN_SOFT_PURGE": "true",
    }
    for _ in range(2):
        web.get("/simple/")
    make_cache(load(CDNSettings, settings)).purge(["all-serials"])
    assert web.caches("/simple/") == "HIT"


def test_an_operator_can_see_whether_it_works(behind, start_varnish):
    index, web = behind
    cache = make_cache(index.registry.settings["warehouse"].cdn)
    said = list(check(cache, web.varnish.url))
    assert len(said) == 3
    assert "asked for a new answer" in said[-1]
    another = start_varnish(web.origin)
    with pytest.raises(CDNUnfit, match="belong together"):
        list(check(cache, another.url))
    with pytest.raises(CDNUnfit, match="cannot be asked"):
        list(check(cache, f"http://127.0.0.1:{free_port()}"))


@pytest.fixture
def slow_origin():
    """Answers that may be kept; the first takes as many seconds as the path says."""
    asked = set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if self.path not in asked and self.path != "/_health/":
                asked.add(self.path)
                threading.Event().wait(float(self.path.strip("/")))
            self.send_response(200)
            for name, value in (
                ("Surrogate-Control", "max-age=60"),
                ("Surrogate-Key", "k"),
                ("Content-Length", "2"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *rest):
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_an_answer_slower_than_the_second_purge_is_not_kept(slow_origin, start_varnish):
    web = Web(start_varnish(slow_origin))
    assert [web.caches("/1") for _ in range(2)] == ["MISS", "HIT"]
    assert [web.caches("/5.2") for _ in range(3)] == ["MISS", "MISS", "HIT"]


def test_a_purge_by_hand_is_understood(behind):
    """As `varnish.vcl` documents it, without our client."""
    _, web = behind
    host, port = web.varnish.purge_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(b"PURGE / HTTP/1.1\r\nHost: x\r\nxkey-purge: a b\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 Purged 0")

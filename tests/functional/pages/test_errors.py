"""Errors are answered with pages for people and plain text for programs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.search import make_findable
from tests.fixtures.client import Client
from warehouse.db import SessionFactory


def test_a_page_that_is_not_there(client: Client) -> None:
    page = client.get("/nothing/here/", headers={"Accept": "text/html"}, status=404)
    assert "There is nothing here" in page.text
    plain = client.get("/nothing/here/", headers={"Accept": "text/plain"}, status=404)
    assert plain.content_type == "text/plain"


@pytest.mark.parametrize("path", ["//evil.example/simple", "//evil.example"])
def test_a_missing_slash_leads_nowhere_else(client: Client, path: str) -> None:
    answer = client.undecoded("/", environ={"PATH_INFO": path})
    assert "evil" not in answer.headers.get("Location", "")


def test_a_wrong_method(client: Client) -> None:
    answer = client.delete("/account/login/", status=405)
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_large_bodies_are_not_read(client: Client) -> None:
    large = {"CONTENT_LENGTH": str(10**10), "REQUEST_METHOD": "POST"}
    assert client.undecoded("/account/login/", environ=large).status_code == 413
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "REQUEST_METHOD": "POST"}
    assert client.undecoded("/account/login/", environ=chunked).status_code == 411


@pytest.mark.usefixtures("mistaken")
def test_a_mistake_of_ours_shows_no_traceback(client: Client) -> None:
    page = client.get("/simple/", status=500)
    assert "our mistake" in page.text
    assert "ZeroDivisionError" not in page.text


def test_a_lost_database_is_503(client: Client, db: Session) -> None:
    client.get("/simple/")
    pid = db.scalar(text("SELECT pg_backend_pid()"))
    factory = client.registry[SessionFactory]
    with factory.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    answer = client.get("/simple/", status=503)
    assert answer.headers["Retry-After"] == "5"
    db.invalidate()


def test_lost_files_are_503(
    client: Client, db: Session, lose_files: Callable[[], Path]
) -> None:
    release = make_release(db, make_project(db, "Lost"))
    lost = make_file(db, release, "lost-1.0.tar.gz")
    lose_files()
    assert "Try again" in client.get(f"/packages/{lost.path}", status=503).text


def test_health_names_what_is_wrong(client: Client, lose_files: Callable[[], Path]) -> None:
    assert client.get("/_health/").json["parts"]["files"] == "ok"
    root = lose_files()
    answer = client.get("/_health/", status=503).json
    assert answer["parts"]["files"].startswith(f"{root}/.incoming cannot be made: ")
    assert answer["parts"]["database"] == "ok"


def test_pages_have_the_headers_that_protect_readers(client: Client) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "deny"
    assert "Set-Cookie" not in headers


def test_a_name_that_nobody_has_leads_to_the_nearest_ones(
    client: Client, db: Session
) -> None:
    for name in ("requests", "requests-oauth", "request", "requests2", "flask"):
        make_findable(db, name, summary=f"About <{name}>")
    make_findable(db, "reqestz", project={"lifecycle_status": "quarantine-enter"})
    page = client.get("/project/reqests/", status=404)
    names = [each.get_text() for each in page.html.select(".listing__name a")]
    assert names[0] == "requests"
    assert len(names) == 3
    assert set(names) <= {"requests", "request", "requests2", "requests-oauth"}
    assert "About <requests>" in page.html.select_one(".listing__about").get_text()
    assert "private" in page.headers["Cache-Control"]
    begun = client.get("/project/reques/", status=404).html
    assert len(begun.select(".listing__name a")) == 3
    nothing = client.get("/project/zzzqqqxxx/", status=404)
    assert not nothing.html.select(".listing")
    for path in ("/project/" + "x" * 3000 + "/", "/project/'%22<>/", "/project/%E2%80%AE/"):
        client.get(path, status=404)


def test_a_form_for_a_project_that_is_not_there_is_no_search(
    client: Client, db: Session
) -> None:
    make_findable(db, "requests")
    page = client.post("/project/requsts/", status="4*")
    assert not page.html.select(".listing")

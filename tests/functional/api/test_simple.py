"""The simple repository API, as clients meet it."""

import gzip

import pytest
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client

J = "application/vnd.pypi.simple.v1+json"
H = "application/vnd.pypi.simple.v1+html"
T = "text/html"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, T),
        ("*/*", T),
        ("", T),
        (J, J),
        (H, H),
        (f"{J}, {H}, {T}", J),
        (f"{T}, {H}", H),
        (f"{J}, {H};q=0.2, {T};q=0.01", J),
        (f"{J}, */*;q=0.1", J),
        (f"{J};q=0.5, */*", T),
        ("text/*", T),
        ("application/*", H),
        (f"application/*, {T}", T),
        (f"application/*;q=0.9, {T};q=0.5", H),
        (f"{T};q=0, */*", H),
        ("*/*;q=0", T),
        (f"{T};q=0", T),
        (f"{J};q=0", T),
        ("text/plain", T),
        ("application/json", T),
        ("application/vnd.pypi.simple.v2+json", T),
        ("application/vnd.pypi.simple.latest+json", J),
        ("application/vnd.pypi.simple.latest+html", H),
        (f"{J};charset=utf-8", T),
        ("garbage", T),
        (f"{J};q=1.5", T),
        ("text/html, application/xhtml+xml, */*;q=0.8", T),
        (
            "application/vnd.pypi.simple.v1+json, "
            "application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01",
            J,
        ),
    ],
)
def test_the_form_is_negotiated(client: Client, accept: str | None, chosen: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get("/simple/", headers=headers)
    assert answer.content_type == chosen
    expected = "text/html; charset=UTF-8" if chosen == T else chosen
    assert answer.headers["Content-Type"] == expected


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [(T, T), (H, H), (J, J), (J.replace("v1", "latest"), J), ("other", H)],
)
def test_the_format_parameter_wins(client: Client, wanted: str, chosen: str) -> None:
    answer = client.get("/simple/", params={"format": wanted}, headers={"Accept": H})
    assert answer.content_type == chosen


def test_an_empty_index_is_exactly_this(client: Client) -> None:
    answer = client.get("/simple/")
    assert answer.body == (
        b'<!DOCTYPE html>\n<html lang="en">\n  <head>\n'
        b'    <meta name="pypi:repository-version" content="1.4">\n'
        b"    <title>Simple index</title>\n  </head>\n  <body>\n</body>\n</html>"
    )


def test_a_project_is_exactly_this(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail")
    old = make_release(db, project, "0.9", yanked=True, yanked_reason="\"<&'>é")
    new = make_release(db, project, "1.1", requires_python=">=3.8, <4")
    first = make_file(db, old, "Holy.Grail-0.9.zip")
    second = make_file(
        db, new, "holy_grail-1.1-py3-none-any.whl", metadata_file_sha256_digest="a" * 64
    )
    answer = client.get("/simple/holy-grail/")
    assert answer.text == (
        '<!DOCTYPE html>\n<html lang="en">\n  <head>\n'
        '    <meta name="pypi:repository-version" content="1.4">\n'
        '<meta name="pypi:project-status" content="active">'
        "    <title>Links for holy-grail</title>\n  </head>\n  <body>\n"
        "    <h1>Links for holy-grail</h1>\n"
        f'<a href="http://localhost/packages/{first.path}#sha256={first.sha256_digest}" '
        'data-yanked="&#34;&lt;&amp;&#39;&gt;é" >Holy.Grail-0.9.zip</a><br />\n'
        f'<a href="http://localhost/packages/{second.path}#sha256={second.sha256_digest}" '
        'data-requires-python="&gt;=3.8, &lt;4" '
        f'data-dist-info-metadata="sha256={"a" * 64}" '
        f'data-core-metadata="sha256={"a" * 64}">holy_grail-1.1-py3-none-any.whl</a>'
        "<br />\n</body>\n</html>\n"
        f"<!--SERIAL {project.last_serial}-->"
    )


def test_json_has_exactly_these_keys(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail")
    file = make_file(db, make_release(db, project), "holy_grail-1.0.tar.gz")
    found = client.simple("holy-grail")
    assert found == {
        "files": [
            {
                "core-metadata": False,
                "data-dist-info-metadata": False,
                "filename": "holy_grail-1.0.tar.gz",
                "hashes": {"sha256": file.sha256_digest},
                "provenance": None,
                "requires-python": None,
                "size": file.size,
                "upload-time": "2024-01-17T16:53:12Z",
                "url": f"http://localhost/packages/{file.path}",
                "yanked": False,
            }
        ],
        "meta": {"_last-serial": project.last_serial, "api-version": "1.5"},
        "name": "holy-grail",
        "namespaces": None,
        "project-status": {"status": "active"},
        "versions": ["1.0"],
    }


def test_versions_and_files_are_in_order(client: Client, db: Session) -> None:
    project = make_project(db, "order")
    versions = ["24.2.0", "0.3.0", "0.14.0", "0.3.0rc1", "4.2.0", "0.3.0-post0", "weird"]
    for version in versions:
        release = make_release(db, project, version)
        make_file(db, release, f"order-{version}.tar.gz")
        make_file(db, release, f"order-{version}-py3-none-any.whl")
    found = client.simple("order")
    assert found["versions"] == [
        *("weird", "0.3.0rc1", "0.3.0", "0.3.0-post0", "0.14.0", "4.2.0", "24.2.0")
    ]
    assert [file["filename"] for file in found["files"]][:2] == [
        "order-weird-py3-none-any.whl",
        "order-weird.tar.gz",
    ]


def test_other_spellings_lead_to_the_normal_one(client: Client, db: Session) -> None:
    make_project(db, "Foo.Bar")
    first = client.get("/simple/Foo_Bar?a=b", status=301)
    assert first.location == "http://localhost/simple/Foo_Bar/?a=b"
    assert "Access-Control-Allow-Origin" not in first.headers
    second = client.get("/simple/Foo_Bar/?a=b", status=301)
    assert second.location == "http://localhost/simple/foo-bar/?a=b"
    assert second.headers["Access-Control-Allow-Origin"] == "*"
    assert second.headers["Cache-Control"] == "no-cache, public"
    assert client.get("/simple", status=301).location == "http://localhost/simple/"
    assert client.get("/simple/nobody", status=301).location.endswith("/simple/nobody/")


@pytest.mark.parametrize(
    "path",
    ["/simple/nobody/", "/simple/a/b/", "/simple//", "/simple/%C3%A9/", "/simple/../"],
)
def test_a_missing_project_is_404_in_plain_text(client: Client, path: str) -> None:
    answer = client.get(path, status=404)
    assert answer.body == b"404 Not Found"
    assert answer.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cache-Control" not in answer.headers


def test_bytes_that_are_not_utf8_are_refused(client: Client) -> None:
    assert client.get("/simple/%E9/", status=400).text == "Invalid bytes in URL."


def test_only_reading_is_allowed(client: Client, db: Session) -> None:
    make_project(db, "foo")
    for path in ("/simple/", "/simple/foo/"):
        answer = client.post(path, status=405)
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_headers_are_those_of_the_contract(client: Client, db: Session) -> None:
    project = make_project(db, "foo")
    headers = client.get("/simple/foo/").headers
    assert headers["Cache-Control"] == "no-cache, public"
    assert headers["X-PyPI-Last-Serial"] == str(project.last_serial)
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; sandbox allow-top-navigation"
    )
    assert {each.strip() for each in headers["Vary"].split(",")} == {
        "Accept",
        "Accept-Encoding",
    }
    assert "Set-Cookie" not in headers
    assert "Last-Modified" not in headers


def test_an_unchanged_page_is_304_for_each_coding(client: Client, db: Session) -> None:
    release = make_release(db, make_project(db, "foo"))
    for number in range(5):
        make_file(db, release, f"foo-{number}.whl")
    plain = client.get("/simple/foo/")
    zipped = client.undecoded("/simple/foo/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.body) == plain.body
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    again = client.undecoded("/simple/foo/", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["ETag"] == again.headers["ETag"]
    for tag in (plain.headers["ETag"], f"W/{plain.headers['ETag']}"):
        again = client.get("/simple/foo/", headers={"If-None-Match": tag}, status=304)
        assert again.body == b""
        for name in ("X-PyPI-Last-Serial", "Access-Control-Allow-Origin", "Vary", "ETag"):
            assert again.headers[name] == plain.headers[name]
    assert client.get("/simple/foo/", headers={"If-None-Match": "*"}).status_code == 200


def test_head_and_ranges(client: Client, db: Session) -> None:
    make_project(db, "foo")
    whole = client.get("/simple/foo/")
    head = client.head("/simple/foo/")
    for name in ("Content-Length", "ETag", "Content-Type"):
        assert head.headers[name] == whole.headers[name]
    part = client.get("/simple/foo/", headers={"Range": "bytes=0-8"}, status=206)
    assert part.body == whole.body[:9]


def test_quarantined_projects_and_releases(client: Client, db: Session) -> None:
    hidden = make_project(db, "hidden", lifecycle_status="quarantine-enter")
    make_file(db, make_release(db, hidden), "hidden-1.0.tar.gz")
    shown = make_project(db, "shown")
    make_file(db, make_release(db, shown, "1.0"), "shown-1.0.tar.gz")
    gone = make_release(db, shown, "2.0", lifecycle_status="quarantine-enter")
    make_file(db, gone, "shown-2.0.tar.gz")
    assert "hidden" not in client.get("/simple/").text
    found = client.simple("hidden")
    assert found["project-status"] == {"status": "quarantined"}
    assert (found["files"], found["versions"]) == ([], [])
    assert client.simple("shown")["versions"] == ["1.0"]
    client.get("/pypi/hidden/json", status=404)
    client.get("/pypi/shown/2.0/json", status=404)


def test_the_index_lists_names_as_they_are_written(client: Client, db: Session) -> None:
    make_user(db)
    make_project(db, "Zope.x")
    make_project(db, "abc")
    assert (
        '<a href="/simple/abc/">abc</a>\n<a href="/simple/zope-x/">Zope.x</a>\n'
        in client.get("/simple/").text
    )

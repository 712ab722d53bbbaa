"""Simple pages of either kind are read into the same values, or not at all."""

import json
import time
from datetime import UTC, datetime

import pytest

from warehouse.simple_pages import ListedFile, PageUnreadable, read, read_list

JSON = "application/vnd.pypi.simple.v1+json"
URL = "https://other.example/simple/acme-web/"
SHA = "ab" * 32
WHEEL = "acme_web-1.0-py3-none-any.whl"


def document(*files, **others):
    meta = {"meta": {"api-version": "1.4"}, "name": "acme-web"}
    return json.dumps(meta | {"files": files} | others).encode()


def entry(**others):
    return {
        "filename": WHEEL,
        "url": f"../../f/{WHEEL}",
        "hashes": {"sha256": SHA},
    } | others


def page(*anchors, head=""):
    lines = "".join(f"<a {each}</a><br>\n" for each in anchors)
    return f"<!DOCTYPE html><html><head>{head}</head><body>{lines}</body></html>".encode()


def test_json_says_everything():
    file = entry(
        **{
            "requires-python": ">=3.8, <4",
            "yanked": "broken",
            "size": 5,
            "upload-time": "2024-01-17T16:53:12.5Z",
            "core-metadata": {"sha256": SHA.upper()},
            "provenance": "https://other.example/p",
        }
    )
    found = read(document(file, **{"project-status": {"status": "archived"}}), JSON, URL)
    assert found.files == (
        ListedFile(
            filename=WHEEL,
            url=f"https://other.example/f/{WHEEL}",
            hashes={"sha256": SHA},
            requires_python=">=3.8, <4",
            yanked="broken",
            size=5,
            upload_time=datetime(2024, 1, 17, 16, 53, 12, 500000, UTC),
            core_metadata={"sha256": SHA},
            provenance="https://other.example/p",
        ),
    )
    assert (found.name, found.status, found.omitted) == ("acme-web", "archived", ())


def test_html_says_what_it_can():
    anchor = (
        f'href="../../f/{WHEEL}#sha256={SHA}" data-requires-python="&gt;=3.8, &lt;4"'
        f' data-yanked="broken" data-core-metadata="sha256={SHA}"'
        f' data-provenance="/p">{WHEEL}'
    )
    found = read(page(anchor), "text/html; charset=UTF-8", URL)
    assert found.files == (
        ListedFile(
            filename=WHEEL,
            url=f"https://other.example/f/{WHEEL}",
            hashes={"sha256": SHA},
            requires_python=">=3.8, <4",
            yanked="broken",
            core_metadata={"sha256": SHA},
            provenance="https://other.example/p",
        ),
    )
    assert found.name is None


@pytest.mark.parametrize(
    ("said", "yanked", "metadata"),
    [
        ({}, None, None),
        ({"yanked": False, "core-metadata": False}, None, None),
        ({"yanked": True, "core-metadata": True}, "", {}),
        ({"yanked": "", "dist-info-metadata": {"sha256": SHA}}, "", {"sha256": SHA}),
        ({"core-metadata": False, "dist-info-metadata": True}, None, None),
    ],
)
def test_json_says_the_same_in_several_ways(said, yanked, metadata):
    (found,) = read(document(entry(**said)), JSON, URL).files
    assert (found.yanked, found.core_metadata) == (yanked, metadata)
    assert found.is_yanked == (yanked is not None)
    assert found.has_core_metadata == (metadata is not None)


@pytest.mark.parametrize(
    ("said", "yanked", "metadata"),
    [
        ("", None, None),
        ("data-yanked", "", None),
        ("data-dist-info-metadata=true", None, {}),
        ("data-core-metadata=false data-dist-info-metadata=true", None, None),
    ],
)
def test_html_says_the_same_in_several_ways(said, yanked, metadata):
    (found,) = read(page(f'href="{WHEEL}" {said}>x'), "text/html", URL).files
    assert (found.yanked, found.core_metadata) == (yanked, metadata)


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"filename": "../x.whl"}, "no filename"),
        ({"filename": ".hidden.whl"}, "no filename"),
        ({"filename": "a\\b.whl"}, "no filename"),
        ({"filename": "a b.whl"}, "no filename"),
        ({"filename": 5}, "another kind"),
        ({"url": "javascript:alert(1)"}, "not one of HTTP"),
        ({"url": "file:///etc/passwd"}, "not one of HTTP"),
        ({"url": "http://other.example/x.whl"}, "plain HTTP"),
        ({"url": "https://[::1/x.whl"}, "makes no sense"),
        ({"url": "mailto:ann"}, "not one of HTTP"),
        ({"url": "https://other.example/\0x.whl"}, "not one of HTTP"),
        ({"hashes": {"sha256": "ab"}}, "64 hexadecimal digits"),
        ({"hashes": {"sha256": "zz" * 32}}, "64 hexadecimal digits"),
        ({"hashes": {"sha256": 5}}, "64 hexadecimal digits"),
        ({"hashes": [SHA]}, "another kind"),
        ({"size": -1}, "size is -1"),
        ({"size": True}, "no number"),
        ({"size": "5"}, "no number"),
        ({"upload-time": "yesterday"}, "PEP 700"),
        ({"upload-time": "2024-02-31T00:00:00Z"}, "calendar"),
        ({"yanked": 5}, "neither"),
        ({"yanked": "a\0b"}, "control characters"),
        ({"core-metadata": "yes"}, "neither"),
        ({"requires-python": ">" * 30_000}, "too long"),
    ],
)
def test_an_entry_that_is_wrong_is_left_out_and_the_others_are_not(others, why):
    found = read(document(entry(**others), entry()), JSON, URL)
    assert len(found.files) == 1
    (omitted,) = found.omitted
    assert why in omitted.why


@pytest.mark.parametrize(
    ("anchor", "why"),
    [
        ("href='http://other.example/x-1.zip'>x", "plain HTTP"),
        ("href='x%20y-1.zip'>x", "no filename"),
        ("href='a%2F..%2Fx-1.zip'>x", "no filename"),
        (f"href='x-1.zip#sha256={SHA}&sha256={'cd' * 32}'>x", "two sha256"),
        ("href='x-1.zip#md5=1'>x", "32 hexadecimal digits"),
    ],
)
def test_an_anchor_that_is_wrong_is_left_out_and_the_others_are_not(anchor, why):
    found = read(page(anchor, f'href="{WHEEL}">x'), "text/html", URL)
    assert [each.filename for each in found.files] == [WHEEL]
    assert why in found.omitted[0].why


def test_links_to_anything_but_distributions_are_skipped():
    anchors = (
        'href="../">up',
        'href="https://home.example">home',
        "name=x>x",
        'href="[">x',
    )
    found = read(page(*anchors), "text/html", URL)
    assert (found.files, found.omitted) == ((), ())


def test_digests_of_unknown_algorithms_are_skipped():
    hashes = {"hashes": {"sha256": SHA, "crc32": "1", "shake_128": "2"}}
    assert read(document(entry(**hashes)), JSON, URL).files[0].hashes == {"sha256": SHA}


def test_scripts_and_comments_are_no_links():
    head = f"<script>document.write('<a href={WHEEL}>')</script><!-- <a href={WHEEL}> -->"
    assert read(page(head=head), "text/html", URL).files == ()


def test_a_base_is_what_links_are_relative_to():
    head = '<base href="https://files.example/d/"><base href="https://second.example/">'
    (found,) = read(page(f'href="{WHEEL}">x', head=head), "text/html", URL).files
    assert found.url == f"https://files.example/d/{WHEEL}"


def test_the_status_of_a_project_has_a_reason():
    head = (
        '<meta name="pypi:project-status" content="quarantined">'
        '<meta name="pypi:project-status-reason" content="malware">'
    )
    found = read(page(head=head), "text/html", URL)
    assert (found.status, found.status_reason) == ("quarantined", "malware")
    status = {"project-status": {"status": "quarantined", "reason": "malware"}}
    found = read(document(**status), JSON, URL)
    assert (found.status, found.status_reason) == ("quarantined", "malware")


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (document(), "application/json", "no simple page"),
        (document(), "", "no simple page"),
        (document(), "application/vnd.pypi.simple.v2+json", "no simple page"),
        (b"{", JSON, "not JSON"),
        (b'{"name": "\xff"}', JSON, "not JSON"),
        (b"[" * 100_000, JSON, "not JSON"),
        (b"[]", JSON, "no object"),
        (b"{}", JSON, "its meta"),
        (b'{"meta": {}}', JSON, "no api-version"),
        (document(meta={"api-version": "2.0"}), JSON, "version '2.0'"),
        (document(meta={"api-version": "1"}), JSON, "version '1'"),
        (document(name="a/b"), JSON, "which project"),
        (document(name=None), JSON, "which project"),
        (document(files=["x"]), JSON, "list of objects"),
        (document(files=[{}] * 200_001), JSON, "more than 200000 files"),
        (page('href="x-1.zip">x') * 200_001, "text/html", "more than"),
        (b"\xff", "text/html", "byte 0 is not utf-8"),
        (b"", "text/html; charset=utf-16", "only UTF-8"),
        (b" " * (32 * 1024 * 1024 + 1), "text/html", "more than 32 MiB"),
        (page(head='<base href="javascript:1">'), "text/html", "of its base"),
        (b"<![<![", "text/html", "declaration"),
        (b'<meta name="pypi:repository-version" content="2.0">', "text/html", "version"),
        (b"<!--" + b"x" * 2_000_000, "text/html", "over a mebibyte"),
    ],
)
def test_pages_that_are_not_understood_are_refused(body, kind, why):
    with pytest.raises(PageUnreadable, match=why):
        read(body, kind, URL)


@pytest.mark.parametrize(
    "part",
    ["<a ", '<a href="', "<a b='", "<!--", "</", "<", "<div>", "<a/ ", "&", "<a a=b"],
)
def test_html_takes_no_longer_than_its_size_asks_for(part):
    body = (part * (1_000_000 // len(part))).encode()
    began = time.process_time()
    assert read(body, "text/html", URL).files == ()
    assert time.process_time() - began < 10


def test_names_are_compared_however_they_are_spelled():
    found = read(document(entry(), name="Acme.Web"), JSON, URL)
    assert found.is_about("acme_web")
    assert not found.is_about("acme")
    assert read(page(), "text/html", URL).is_about("anything")
    assert found.files[0].is_of("Acme.web")
    assert not found.files[0].is_of("acme-w")


def test_a_list_has_the_pages_of_its_projects():
    url = "https://other.example/simple/"
    body = json.dumps(
        {"meta": {"api-version": "1.1"}, "projects": [{"name": "Acme.Web"}, {"name": "/"}]}
    ).encode()
    found = [(each.name, each.url) for each in read_list(body, JSON, url)]
    assert found == [("Acme.Web", f"{url}acme-web/")]

    html = page(
        'href="acme-web/">Acme.Web',
        'href="Other/">see <b>Other</b>',
        'href="mailto:ann">ann',
        'href="../">..',
    )
    found = [(each.name, each.url) for each in read_list(html, "text/html", url)]
    assert found == [("Acme.Web", f"{url}acme-web/"), ("Other", f"{url}Other/")]

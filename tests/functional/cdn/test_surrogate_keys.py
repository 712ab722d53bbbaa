"""Answers tell a CDN their keys and how long they may be stored."""

import pytest

from tests.builders.sdists import sdist

DAY = 86_400
USUAL = "max-age=86400, stale-while-revalidate=300, stale-if-error=86400"

KEPT = {
    "/simple/": ("all-html all-serials", USUAL),
    "/simple/example/": ("all-html project/example", USUAL),
    "/pypi/example/json": (
        "all-legacy-json namespaces/example project-legacy-json project/example",
        USUAL,
    ),
    "/pypi/example/1.0/json": (
        "all-legacy-json namespaces/example project/example release-legacy-json",
        USUAL,
    ),
    "/project/example/": ("all-html namespaces/example project/example", USUAL),
    "/project/example/1.0/files/example-1.0.tar.gz/": ("all-html project/example", USUAL),
    "/project/example/1.0/changes/": ("all-html project/example", USUAL),
    "/project/example/diff/1.0...1.0/": ("all-html project/example", USUAL),
    "/project/example/1.0/dependencies/": ("all-html project/example", USUAL),
    "/project/example/releases/?python=3.13": ("all-html project/example", USUAL),
    "/": ("all-html all-projects classifier-counts popular sponsors statistics", USUAL),
    "/rss/updates.xml": (
        "all-projects",
        f"max-age={DAY}, stale-while-revalidate={DAY}, stale-if-error=432000",
    ),
    "/rss/project/example/releases.xml": (
        "project/example",
        f"max-age={DAY}, stale-if-error=432000",
    ),
    "/sitemap.xml": (
        "all-projects all-users",
        f"max-age=3600, stale-while-revalidate=21600, stale-if-error={DAY}",
    ),
    "/robots.txt": (
        None,
        f"max-age={DAY}, stale-while-revalidate=21600, stale-if-error={DAY}",
    ),
}
NOT_KEPT = (
    *("/simple/nobody/", "/pypi/nobody/json", "/project/nobody/", "/nowhere/"),
    *("/simple/Example/", "/account/login/", "/_health/", "/simple"),
)


@pytest.fixture
def published(index):
    answer = index.uploader().send("example-1.0.tar.gz", sdist())
    assert answer.status_int == 200
    return index


def test_cacheable_answers_carry_their_keys_and_lifetime(published):
    for path, (keys, control) in KEPT.items():
        answer = published.client.get(path)
        tag = {"If-None-Match": answer.headers["ETag"]}
        unchanged = published.client.get(path, headers=tag, status=304)
        for each in (answer, unchanged):
            assert each.headers["Surrogate-Control"] == control, path
            assert each.headers.get("Surrogate-Key") == keys, path


def test_everything_else_is_not_to_be_kept(published):
    for path in NOT_KEPT:
        headers = published.client.get(path, status="*").headers
        assert headers["Surrogate-Control"] == "max-age=0", path
        assert "Surrogate-Key" not in headers, path


def test_writes_are_not_to_be_kept(published):
    headers = published.client.post("/simple/", status=405).headers
    assert headers["Surrogate-Control"] == "max-age=0"


def test_files_speak_for_themselves(published):
    url = published.client.simple("example")["files"][0]["url"]
    headers = published.client.get(url).headers
    assert "immutable" in headers["Cache-Control"]
    assert "Surrogate-Control" not in headers
    assert headers["Surrogate-Key"] == "project/example"


def test_without_a_cdn_nothing_is_said_and_nobody_is_told(make_index):
    index = make_index()
    assert index.uploader().send("example-1.0.tar.gz", sdist()).status_int == 200
    for path in ("/simple/", "/simple/example/", "/simple/nobody/", "/"):
        headers = index.client.get(path, status="*").headers
        assert not [name for name in headers if name.startswith("Surrogate")]
    assert not [name for name, _ in index.dispatcher.runs if "cdn" in name]
    assert len(index.rows("position")) > 0

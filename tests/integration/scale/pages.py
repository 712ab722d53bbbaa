"""The pages that are read all the time, as requests on one project of an index."""

import xmlrpc.client
from collections.abc import Callable
from typing import Any

from tests.integration.scale.index import Index, Statement

Page = Callable[[Index, str], list[Statement]]

_JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}
_XML = {"Content-Type": "text/xml"}

_VERSION = """
    SELECT version FROM releases JOIN projects ON projects.id = project_id
    WHERE normalized_name = :name ORDER BY _pypi_ordering LIMIT 1
"""
_FILENAME = """
    SELECT filename FROM release_files
    JOIN releases ON releases.id = release_id JOIN projects ON projects.id = project_id
    WHERE normalized_name = :name AND packagetype = 'sdist' ORDER BY filename LIMIT 1
"""
_PATH = "SELECT path FROM release_files WHERE filename = :filename"
_OWNER = """
    SELECT username FROM users JOIN roles ON users.id = user_id
    JOIN projects ON projects.id = project_id
    WHERE normalized_name = :name AND role_name = 'Owner'
"""


def _get(path: str, status: int = 200, **options: Any) -> Page:
    def ask(index: Index, name: str) -> list[Statement]:
        version = index.value(_VERSION, name=name)
        shouted = name.upper().replace("-", "_")
        where = path.format(name=name, version=version, shouted=shouted)
        return index.statements(where, status=status, **options)

    return ask


def _call(method: str, *arguments: Any) -> Page:
    def ask(index: Index, name: str) -> list[Statement]:
        known = {"NAME": name, "OWNER": index.value(_OWNER, name=name)}
        if "RECENT" in arguments:
            known["RECENT"] = index.value("SELECT max(id) - 50 FROM journals")
        values = tuple(known.get(str(each), each) for each in arguments)
        body = xmlrpc.client.dumps(values, method).encode()
        return index.statements("/pypi", params=body, headers=_XML)

    return ask


def _stored(index: Index, name: str) -> list[Statement]:
    """A file whose bytes are here, which may have been taken from view."""
    path = index.value(_PATH, filename=index.value(_FILENAME, name=name))
    place = index.files / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"bytes")
    return index.statements(f"/packages/{path}")


def _gone(index: Index, name: str) -> list[Statement]:
    """A path that nothing was ever stored at."""
    path = f"00/11/{'2' * 60}/{index.value(_FILENAME, name=name)}"
    return index.statements(f"/packages/{path}", status=404)


def _guessed(index: Index, name: str) -> list[Statement]:
    filename = index.value(_FILENAME, name=name)
    path = f"/packages/source/{name[0]}/{name}/{filename}"
    return index.statements(path, status=302)


PAGES: dict[str, Page] = {
    "simple": _get("/simple/{name}/"),
    "simple JSON": _get("/simple/{name}/", headers=_JSON),
    "simple, not normalised": _get("/simple/{shouted}/", 301),
    "simple, unknown": _get("/simple/there-is-no-{name}/", 404),
    "simple index": _get("/simple/"),
    "simple index JSON": _get("/simple/", headers=_JSON),
    "JSON of a project": _get("/pypi/{name}/json"),
    "JSON of a release": _get("/pypi/{name}/{version}/json"),
    "JSON, not normalised": _get("/pypi/{shouted}/json", 301),
    "JSON, unknown": _get("/pypi/there-is-no-{name}/json", 404),
    "JSON of no release": _get("/pypi/{name}/0.0.0.0.1/json", 404),
    "project": _get("/project/{name}/"),
    "project, not normalised": _get("/project/{shouted}/", 301),
    "project, unknown": _get("/project/there-is-no-{name}/", 404),
    "release": _get("/project/{name}/{version}/"),
    "home": _get("/"),
    "stored file": _stored,
    "file that is gone": _gone,
    "file by a guess": _guessed,
    "feed of releases": _get("/rss/updates.xml"),
    "feed of projects": _get("/rss/packages.xml"),
    "feed of a project": _get("/rss/project/{name}/releases.xml"),
    "statistics": _get("/stats/"),
    "sitemap index": _get("/sitemap.xml"),
    "sitemap": _get("/a0.sitemap.xml"),
    "changelog_last_serial": _call("changelog_last_serial"),
    "changelog_since_serial": _call("changelog_since_serial", "RECENT"),
    "changelog_since_serial from the start": _call("changelog_since_serial", 0),
    "list_packages_with_serial": _call("list_packages_with_serial"),
    "package_roles": _call("package_roles", "NAME"),
    "user_packages": _call("user_packages", "OWNER"),
}

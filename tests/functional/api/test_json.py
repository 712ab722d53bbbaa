"""The legacy JSON API, as clients meet it."""

from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client
from warehouse.packaging.models import Dependency, DependencyKind, ReleaseURL

INFO_KEYS = {
    *("author", "author_email", "bugtrack_url", "classifiers", "description"),
    *("description_content_type", "docs_url", "download_url", "downloads", "dynamic"),
    *("home_page", "keywords", "license", "license_expression", "license_files"),
    *("maintainer", "maintainer_email", "name", "package_url", "platform"),
    *("project_url", "project_urls", "provides_extra", "release_url", "requires_dist"),
    *("requires_python", "summary", "version", "yanked", "yanked_reason"),
}
FILE_KEYS = {
    *("comment_text", "core-metadata", "digests", "downloads", "filename", "has_sig"),
    *("md5_digest", "packagetype", "python_version", "requires_python", "size"),
    *("upload_time", "upload_time_iso_8601", "url", "yanked", "yanked_reason"),
}


def test_a_project_document(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail", owner=make_user(db, "arthur"))
    release = make_release(db, project, "1.0", home_page="https://example.com", summary="x")
    release.urls.append(ReleaseURL(name="homepage", url="https://example.com"))
    release.urls.append(ReleaseURL(name="Docs", url="https://docs.example.com"))
    release.dependencies.append(
        Dependency(kind=DependencyKind.REQUIRES_DIST, specifier="spam>=1")
    )
    make_file(db, release, "holy_grail-1.0.tar.gz")
    make_release(db, project, "0.1", ordering=0)
    found = client.get("/pypi/holy-grail/json").json
    assert set(found) == {
        *("info", "last_serial", "ownership", "releases", "urls", "vulnerabilities")
    }
    assert set(found["info"]) == INFO_KEYS
    assert set(found["urls"][0]) == FILE_KEYS
    assert found["info"]["name"] == "Holy.Grail"
    assert found["info"]["project_url"] == "http://localhost/project/Holy.Grail/"
    assert found["info"]["requires_dist"] == ["spam>=1"]
    assert found["info"]["project_urls"] == {
        "Homepage": "https://example.com",
        "Docs": "https://docs.example.com",
    }
    assert found["ownership"] == {
        "namespaces": None,
        "organization": None,
        "roles": [{"role": "Owner", "user": "arthur"}],
    }
    assert found["releases"] == {"1.0": found["urls"], "0.1": []}
    assert found["last_serial"] == project.last_serial


def test_a_release_document_names_no_releases(client: Client, db: Session) -> None:
    project = make_project(db, "foo")
    make_file(db, make_release(db, project, "1.0"), "foo-1.0.tar.gz")
    answer = client.get("/pypi/foo/1.0.0/json")
    assert "releases" not in answer.json
    assert answer.json["info"]["version"] == "1.0"
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-cache, public"
    assert answer.body.endswith(b"}\n")


@pytest.mark.parametrize(
    ("versions", "shown"),
    [
        ("1.0 2.0 3.0 4.0.dev0", "3.0"),
        ("1.0.dev0 2.0.dev0", "2.0.dev0"),
        ("1.0 2.0 3.0y 3.0.dev0", "2.0"),
        ("1.0y 2.0y 3.0y 3.0.dev0y 2.0.dev0", "2.0.dev0"),
        ("1.0y 2.0y 3.0y 4.0.dev0y", "3.0"),
    ],
)
def test_the_newest_final_release_that_is_not_yanked_is_shown(
    client: Client, db: Session, versions: str, shown: str
) -> None:
    project = make_project(db, "foo")
    for position, version in enumerate(versions.split()):
        is_yanked = version.endswith("y")
        make_release(
            db, project, version.removesuffix("y"), yanked=is_yanked, ordering=position
        )
    assert client.get("/pypi/foo/json").json["info"]["version"] == shown


@pytest.mark.parametrize(
    "path", ["/pypi/nobody/json", "/pypi/empty/json", "/pypi/empty/1.0/json/"]
)
def test_missing_projects_and_releases_are_404_in_json(
    client: Client, db: Session, path: str
) -> None:
    make_project(db, "empty")
    answer = client.get(path, status=404)
    assert answer.body == b'{"message": "Not Found"}'
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_versions_are_found_by_their_value(client: Client, db: Session) -> None:
    project = make_project(db, "foo")
    make_release(db, project, "2.0rc1")
    make_release(db, project, "1.0")
    make_release(db, project, "1.0.0")
    make_release(db, project, "not/a version")
    for spelling in ("2.0RC1", "v2.0rc1", "%202.0rc1%20"):
        assert client.get(f"/pypi/foo/{spelling}/json").json["info"]["version"] == "2.0rc1"
    assert client.get("/pypi/foo/1.0.0/json").json["info"]["version"] == "1.0.0"
    client.get("/pypi/foo/1/json", status=404)


def test_other_spellings_of_the_name_are_sent_on(client: Client, db: Session) -> None:
    make_release(db, make_project(db, "Foo_Bar"))
    answer = client.get("/pypi/Foo_Bar/1.0/json?x=y", status=301)
    assert answer.location == "http://localhost/pypi/foo-bar/1.0/json?x=y"
    client.get("/pypi/foo-bar/json/")
    assert client.post("/pypi/foo-bar/json", status=405).headers["Allow"] == (
        "GET, HEAD, OPTIONS"
    )


def test_statements_do_not_grow_with_the_number_of_releases(
    client: Client, db: Session, statements: list[str]
) -> None:
    counts = []
    for releases in (1, 20):
        project = make_project(db, f"foo-{releases}", owner=make_user(db))
        for number in range(releases):
            release = make_release(db, project, f"{number}.0")
            make_file(db, release, f"foo_{releases}-{number}.0.tar.gz")
        for path in (f"foo-{releases}/json", f"foo-{releases}/0.0/json"):
            statements.clear()
            client.get(f"/pypi/{path}")
            counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 4


@pytest.mark.parametrize(
    ("path", "status"),
    [("/pypi/some-thing/1.0/json", 404), ("/project/Some.Thing/1.0/", 200)],
)
def test_a_release_may_be_deleted_while_it_is_read(
    client: Client, db: Session, connection: Connection, path: str, status: int
) -> None:
    """The answer shows the release whole, or is a 404; never anything in between."""
    make_release(db, make_project(db, "Some.Thing"), description="text")
    waiting = ["DELETE FROM releases"]

    def delete(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if "FROM releases" in statement and waiting:
            cursor.connection.execute(waiting.pop())

    event.listen(connection, "after_cursor_execute", delete)
    client.get(path, status=status)
    event.remove(connection, "after_cursor_execute", delete)
    assert not waiting
    if status == 200:
        # Else it was rolled back: it belongs to the transaction of the request here.
        client.get(path, status=404)

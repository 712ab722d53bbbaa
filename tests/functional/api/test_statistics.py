"""`/stats/` and the classifiers, for people and for programs."""

import pytest
from sqlalchemy.orm import Session
from trove_classifiers import sorted_classifiers

from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client


def test_an_empty_index(client: Client) -> None:
    answer = client.get("/stats/", headers={"Accept": "application/json"})
    assert answer.body == b'{"top_packages":{},"total_packages_size":0}'
    assert "no projects yet" in client.get("/stats/").text


def test_sizes_of_projects_and_of_everything_are_listed(
    client: Client, db: Session, statements: list[str]
) -> None:
    for name, size in (("Small", 10), ("large", 5_000_000)):
        release = make_release(db, make_project(db, name))
        make_file(db, release, f"{name}-1.0.tar.gz", size=size)
    make_project(db, "empty")
    statements.clear()
    answer = client.get("/stats/", headers={"Accept": "application/json"})
    assert len(statements) == 2
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-cache, public"
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert answer.json == {
        "top_packages": {
            "Small": {"size": 10},
            "empty": {"size": 0},
            "large": {"size": 5_000_000},
        },
        "total_packages_size": 5_000_010,
    }
    page = client.get("/stats/").text
    assert page.index("/project/large/") < page.index("/project/Small/")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        ("text/html", "text/html"),
        ("application/json, text/html;q=0.1", "text/html"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
    ],
)
def test_the_accept_header_chooses_html_or_json(
    client: Client, accept: str | None, kind: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    assert client.get("/stats/", headers=headers).content_type == kind


def test_no_form_that_is_wanted(client: Client) -> None:
    client.get("/stats/", headers={"Accept": "image/png"}, status=404)
    assert client.get("/stats", status=301).location == "http://localhost/stats/"


@pytest.mark.parametrize("action", [":action", "%3Aaction"])
def test_the_list_of_classifiers(client: Client, action: str) -> None:
    answer = client.get(f"/pypi?{action}=list_classifiers")
    assert answer.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert "Cache-Control" not in answer.headers
    assert answer.text == "\n".join(sorted_classifiers)
    assert "Natural Language :: Ukranian" not in answer.text.splitlines()
    client.head(f"/pypi?{action}=list_classifiers")


def test_the_page_of_classifiers(client: Client) -> None:
    page = client.get("/classifiers/")
    assert sorted_classifiers[0] in page.text
    assert page.headers["Cache-Control"] == "no-cache, public"

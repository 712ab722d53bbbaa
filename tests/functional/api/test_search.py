"""Searching, as programs do it."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.organizations import give_namespace, make_organization
from tests.factories.search import make_findable
from tests.fixtures.client import Client


def test_a_result_says_what_it_is_and_why_it_is_there(client: Client, db: Session) -> None:
    make_findable(db, "Holy.Grail", summary="Finds the grail", license_expression="MIT")
    [result] = client.get("/api/search/?q=grail").json["results"]
    assert result.pop("created").endswith("Z")
    assert result.pop("updated").endswith("Z")
    assert result == {
        "name": "Holy.Grail",
        "version": "1.0",
        "summary": "Finds the grail",
        "status": "active",
        "url": "http://localhost/project/Holy.Grail/",
        "found_in": ["name", "summary"],
        "marks": {"name": [[5, 10]], "summary": [[10, 15]]},
        "excerpt": None,
    }


def test_a_result_of_its_description_has_an_excerpt(client: Client, db: Session) -> None:
    make_findable(db, "Holy", html="<p>Finds a <b>grail</b>.</p>")
    [result] = client.get("/api/search/?q=grails").json["results"]
    assert result["excerpt"] == {"text": "Finds a grail.", "marks": [[8, 13]]}


def test_a_page_of_results(client: Client, db: Session) -> None:
    make_findable(db, "Holy.Grail", summary="Finds it", license_expression="MIT")
    answer = client.get("/api/search/?q=holy-grail has:nothing")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["not_understood"] == ["has:nothing"]
    answer = client.get("/api/search/?q=holy-grail")
    rest = {key: value for key, value in answer.json.items() if key != "results"}
    assert rest == {
        "total": 1,
        "total_is_estimated": False,
        "page": 1,
        "pages": 1,
        "per_page": 20,
        "next": None,
        "previous": None,
        "facets": {"license": {"MIT": 1}, "status": {"active": 1}},
        "facets_are_partial": False,
        "did_you_mean": [],
        "not_understood": [],
        "elsewhere": [],
    }


def test_pages_are_linked(client: Client, db: Session) -> None:
    for number in range(41):
        make_findable(db, f"p{number:02}")
    first = client.get("/api/search/?o=name").json
    second = client.get(first["next"]).json
    assert second["results"][0]["name"] == "p20"
    assert second["previous"] == "http://localhost/api/search/?o=name"
    assert client.get(second["next"]).json["next"] is None


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("q=" + "x" * 1001, 413, "1000 characters; this one has 1001"),
        ("page=x", 400, "“x” is not the number"),
        ("page=2", 404, "end at page 1"),
    ],
)
def test_a_search_that_cannot_be_answered_is_refused_with_its_value(
    client: Client, query: str, status: int, said: str
) -> None:
    answer = client.get(f"/api/search/?{query}", status=status)
    assert said in answer.json["message"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_namespace_narrows_while_it_is_granted(client: Client, db: Session) -> None:
    for name in ("foo", "foo.bar", "foo-bar-baz", "foobar", "fo", "foo0"):
        make_findable(db, name)
    acme = make_organization(db, "acme")

    def found(query: str) -> list[str]:
        results = client.get(f"/api/search/?{query}").json["results"]
        return sorted(each["name"] for each in results)

    assert found("q=namespace:foo") == []
    give_namespace(db, acme, "foo")
    assert found("q=namespace:FOO") == ["foo", "foo-bar-baz", "foo.bar"]
    assert found("namespace=foo&q=baz") == ["foo-bar-baz"]
    assert found("namespace=foo.bar") == []
    assert "Namespace foo" in client.get("/search/?q=namespace:foo").text

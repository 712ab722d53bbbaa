"""Addresses of long ago."""

from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session

from tests.fixtures.client import Client
from warehouse.classifiers.models import Classifier


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/pypi?:action=search&term=a+b", "/search/?q=a+b"),
        ("/pypi?:action=search", "/search/?q="),
        ("/pypi?:action=files&name=Foo&version=1.0", "/project/Foo/1.0/#files"),
        ("/pypi?:action=display&name=Foo", "/project/Foo/"),
        ("/pypi?:action=display&name=Foo&version=1.0", "/project/Foo/1.0/"),
        ("/pypi?%3Aaction=display&name=f%C3%A9", "/project/f%C3%A9/"),
        ("/pypi?:action=rss", "/rss/updates.xml"),
        ("/pypi?:action=packages_rss", "/rss/packages.xml"),
        ("/pypi?:action=no_such", "/pypi/?:action=no_such"),
        ("/pypi", "/pypi/"),
        ("/pypi/", "/"),
        ("/pypi/?:action=search", "/"),
        ("/pypi/Foo", "/pypi/Foo/"),
        ("/pypi/Foo/?a=b", "/project/Foo/"),
        ("/pypi/Foo/1.0/", "/project/Foo/1.0/"),
        ("/p/Foo/", "/project/Foo/"),
        ("/p/Foo/1.0/", "/project/Foo/1.0/"),
        ("/u/Arthur/", "/user/Arthur/"),
        ("/u/a%20%3F/", "/user/a%20%3F/"),
        ("/sponsor/", "/sponsors/"),
        ("/2fa/", "/manage/account/two-factor/"),
    ],
)
def test_old_addresses_redirect_to_new_ones(
    client: Client, path: str, location: str
) -> None:
    assert client.get(path, status=301).location == f"http://localhost{location}"


def test_browsing_by_number(client: Client, db: Session) -> None:
    classifier = Classifier(classifier="Topic :: A & B")
    db.add(classifier)
    db.commit()
    answer = client.get(f"/pypi?:action=browse&c={classifier.id}", status=301)
    assert answer.location == "http://localhost/search/?c=Topic+%3A%3A+A+%26+B"


@pytest.mark.parametrize(
    "query",
    [
        "browse",
        "browse&c=x",
        "browse&c=-1",
        "browse&c=999999999999999999",
        "browse&c=" + "9" * 5000,
        "files&name=foo",
        "files&version=1.0",
        "display",
    ],
)
def test_old_addresses_that_name_nothing_are_404(client: Client, query: str) -> None:
    client.get(f"/pypi?:action={query}", status=404)


@pytest.mark.parametrize("name", ["a%0d%0aSet-Cookie:%20x", "a%5cb"])
def test_names_that_are_no_part_of_an_address(client: Client, name: str) -> None:
    client.get(f"/p/{name}/", status=400)
    client.get(f"/u/{name}/", status=400)
    client.get(f"/pypi?:action=display&name={name}", status=400)


def test_actions_that_were_given_up_are_410(client: Client) -> None:
    answer = client.get("/pypi?:action=doap&name=foo", status=410)
    assert answer.status == "410 DOAP is no longer supported."
    client.post("/pypi?:action=file_upload", status=410)


def test_methods_that_an_action_does_not_take_are_405(client: Client) -> None:
    xml = {"Content-Type": "text/xml"}
    client.post("/pypi?:action=list_classifiers", headers=xml, status=405)
    client.post("/pypi/", status=405)
    client.get("/pypi?:action=file_upload", status=405)


@pytest.mark.parametrize("name", ["x-1.0.tar.gz", "<x>", "x\u202e"])
def test_a_file_without_provenance_is_said_to_have_none(client, name):
    answer = client.get(f"/integrity/x/1.0/{quote(name)}/provenance", status=404)
    assert answer.content_type == "application/json"
    assert answer.json == {"message": f"No provenance available for {name}"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/integrity/x/", status=404).json["message"]

"""Owners register trusted publishers, narrow them, remove them, and let nobody else in."""

import json
from uuid import uuid4

import pytest

from tests.builders.receivers import receiver
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.events.models import ProjectEvent
from warehouse.manage.outside_accounts import AccountLookup
from warehouse.oidc import queries
from warehouse.oidc.issuers import Issuers
from warehouse.oidc.models import GenericPublisher
from warehouse.outbound import OutboundClient, TargetRules

PLACE = "/manage/project/eggs/settings/publishing/"
BUILD = {
    "owner": "octo",
    "repository": "sampler",
    "workflow_filename": "release.yml",
    "environment": "",
}


def http(status, body):
    return f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n\r\n{body}".encode()


FOUND = http(200, json.dumps({"login": "Octo", "id": 42, "bio": "x" * 4000}))


@pytest.fixture
def github(registry, monkeypatch):
    """GitHub, or something on loopback that answers like it, and like ActiveState."""
    with receiver(answer=FOUND) as found:
        rules = TargetRules(ports=(found.port,), allows_http=True, private=True)
        client = OutboundClient(private=True, seconds=1, most_bytes=65536)
        place = f"http://127.0.0.1:{found.port}"
        lookup = AccountLookup(client, rules, github=place, activestate=f"{place}/graphql")
        monkeypatch.setitem(registry, AccountLookup, lookup)
        yield found


@pytest.fixture
def any_issuer(registry, monkeypatch):
    """An index that trusts all issuers that its owners trust."""
    monkeypatch.setitem(registry, Issuers, Issuers(["*"], TargetRules()))


def fill(browser, kind, place=PLACE, **values):
    form = browser.get(f"{place}?provider={kind}").forms["add-publisher"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def said(page):
    return [each.text for each in page.html.find_all(class_="form__error")]


def test_a_workflow_of_github_is_added_narrowed_and_removed(owner, github, db, eggs):
    page = fill(owner, "github", **BUILD).follow()
    assert "Octo/sampler @ release.yml may publish Eggs from now on." in page
    assert github.calls[0].path == "/users/octo"
    [publisher] = queries.publishers_of(db, eggs.id)
    assert publisher.repository_owner_id == "42"
    assert "The project has this publisher already." in fill(owner, "github", **BUILD)
    form = page.click("Limit to an environment").forms["action"]
    form["constrained_environment_name"] = "with,comma"
    refused = form.submit()
    assert "Leave out quotes" in said(refused)[0]
    form["constrained_environment_name"] = "Release"
    page = form.submit().follow()
    assert "Octo/sampler @ release.yml (release)" in page
    assert "Limit to an environment" not in page
    page = page.click("Remove").forms["action"].submit().follow()
    assert "There are none yet." in page
    tags = [each.tag for each in db.query(ProjectEvent).filter_by(source_id=eggs.id)]
    assert tags.count("project:oidc:publisher-removed") == 2
    assert "A trusted publisher was removed" in owner.get("/manage/project/eggs/history/")


ANSWERS = [
    (http(404, "{}"), "There is no account “octo” at GitHub."),
    (http(403, "{}"), "GitHub was asked too often"),
    (http(429, "{}"), "GitHub was asked too often"),
    (http(500, "{}"), "GitHub answered with 500"),
    (http(302, "{}"), "GitHub answered with 302"),
    (http(200, "[" * 30000), "something else than an account"),
    (http(200, '{"login": "mallory", "id": 1}'), "something else than an account"),
    (http(200, '{"login": "octo", "id": "1"}'), "something else than an account"),
    (http(200, '{"login": "octo", "id": true}'), "something else than an account"),
    (http(200, "[]"), "something else than an account"),
    (b"nonsense", "could not be asked"),
]


def test_an_owner_that_github_does_not_know_is_not_stored(owner, github, db, eggs):
    form = owner.get(f"{PLACE}?provider=github").forms["add-publisher"]
    for name, value in BUILD.items():
        form[name] = value
    for answer, expected in ANSWERS:
        github.answer = answer
        assert expected in said(form.submit())[0], answer
    assert queries.publishers_of(db, eggs.id) == []

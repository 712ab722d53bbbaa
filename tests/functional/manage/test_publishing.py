"""Owners register trusted publishers, narrow them, remove them, and let nobody else in."""

import json
from dataclasses import replace
from uuid import uuid4

import jwt
import pytest

from tests.builders import forms
from tests.builders.receivers import receiver
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.login.factors import give_totp
from warehouse.events.models import ProjectEvent
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.manage.outside_accounts import AccountLookup
from warehouse.oidc import queries
from warehouse.oidc.errors import ExchangeRefused
from warehouse.oidc.issuers import Issuers
from warehouse.oidc.models import GenericPublisher, UsedIdentityToken
from warehouse.oidc.services import ExchangeService
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.security import SYSTEM

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
    settings = registry.settings["warehouse"]
    trusted = replace(settings.trusted_publishing, issuers=("*",))
    changed = replace(settings, trusted_publishing=trusted)
    monkeypatch.setitem(registry.settings, "warehouse", changed)


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


def test_an_account_of_activestate_is_asked_for(owner, github, db, eggs):
    build = {"organization": "org", "project": "tool", "actor": "ada"}
    row = {"url_name": "org", "user_id": "7-7"}
    github.answer = http(200, json.dumps({"data": {"organizations": [], "users": []}}))
    assert said(fill(owner, "activestate", **build)) == [
        "There is no account “org” at ActiveState."
    ]
    github.answer = http(200, '{"data": {"organizations": 3}}')
    assert "something else" in said(fill(owner, "activestate", **build))[0]
    github.answer = http(200, json.dumps({"data": {"organizations": [{}], "users": [{}]}}))
    assert "something else" in said(fill(owner, "activestate", **build))[0]
    github.answer = http(
        200, json.dumps({"data": {"organizations": [row], "users": [row]}})
    )
    fill(owner, "activestate", **build).follow()
    [publisher] = queries.publishers_of(db, eggs.id)
    assert publisher.actor_id == "7-7"
    github.answer = b""
    assert "could not be asked" in said(fill(owner, "activestate", **build))[0]


def test_a_publisher_of_any_issuer_needs_the_word_of_the_owner(owner, db, eggs, any_issuer):
    form = owner.get(f"{PLACE}?provider=other&sub=build:eggs:*").forms["add-publisher"]
    assert form["sub"].value == "build:eggs:*"
    form["issuer_url"] = "https://id.example"
    form["claims"] = "ref = main"
    refused = form.submit()
    assert said(refused) == ["Confirm that you trust whoever runs this issuer."]
    form = refused.forms["add-publisher"]
    form["confirm_issuer"] = True
    assert "may publish Eggs" in form.submit().follow()
    [publisher] = queries.publishers_of(db, eggs.id)
    assert isinstance(publisher, GenericPublisher)
    assert publisher.claims == {"ref": {"exact": "main"}}
    assert "id.example: " in owner.get(PLACE).html.find("main").text
    form["sub"] = "*:eggs"
    assert "does not tell your builds from others" in said(form.submit())[0]
    form["provider"].force_value("nobody")
    assert "There is no provider “nobody”" in form.submit(status=400)


def test_an_issuer_that_the_operator_does_not_allow_is_refused(owner, db, eggs):
    page = owner.get(f"{PLACE}?provider=buildkite")
    assert "Another issuer" not in page
    assert page.forms["add-publisher"]["provider"].value == "github"
    build = {"provider": "buildkite", "organization": "org", "pipeline": "eggs"}
    build["csrf_token"] = page.forms["add-publisher"]["csrf_token"].value
    refused = owner.post(PLACE, build)
    assert "do not allow the issuer https://agent.buildkite.com here" in refused
    assert queries.publishers_of(db, eggs.id) == []


CLAIMS = {
    "iss": "https://gitlab.com",
    "aud": "localhost",
    "exp": 4102444800,
    "sub": "project_path:g1/eggs:ref_type:branch:ref:main",
    "project_path": "g1/eggs",
    "ci_config_ref_uri": "gitlab.com/g1/eggs//.gitlab-ci.yml@refs/heads/main",
    "ref_path": "refs/heads/main",
    "sha": "a" * 40,
    "jti": "1",
}
PIPELINE = {"namespace": "g1", "project": "eggs", "workflow_filepath": ".gitlab-ci.yml"}


def attempt(browser, text):
    form = browser.get(f"{PLACE}try/").forms["try"]
    form["token"] = text
    return form.submit()


def test_claims_are_compared_one_by_one_and_nothing_happens(owner, db, eggs):
    fill(owner, "gitlab", **PIPELINE)
    outcome = attempt(owner, json.dumps(CLAIMS)).html.find(id="outcome")
    assert outcome.find(class_="badge--good")
    assert not outcome.find("strong")
    wrong = {**CLAIMS, "project_path": "g1/\u0435ggs", "exp": 5, "aud": ["localhost"]}
    del wrong["sha"]
    outcome = attempt(owner, json.dumps(wrong)).html.find(id="outcome")
    failed = [each.text for each in outcome.find_all("strong")]
    assert failed == [
        'aud has to be localhost, and is ["localhost"].',
        "exp has to be a time that is not over, and is 5.",
        r"project_path has to be g1/eggs, and is g1/\u0435ggs.",
        "sha is missing; it has to be any text.",
    ]
    other = attempt(owner, json.dumps({**CLAIMS, "iss": "https://gitlab.com/"}))
    [failure] = other.html.find(id="outcome").find_all("strong")
    assert failure.text == "iss has to be https://gitlab.com, and is https://gitlab.com/."


def test_a_token_is_compared_without_its_signature(owner, db, eggs):
    fill(owner, "gitlab", **PIPELINE)
    token = jwt.encode(CLAIMS, "k" * 32, algorithm="HS256")
    for _ in range(2):
        page = attempt(owner, token)
        assert page.html.find(id="outcome").find(class_="badge--good")
        assert token.split(".")[2] not in page
    assert db.query(Macaroon).count() == db.query(UsedIdentityToken).count() == 0
    for nonsense in ("", "nonsense", "{" * 20000, '{"a": ', "[1]", "x" * 40000, "a.b.c"):
        assert said(attempt(owner, nonsense)), nonsense
    odd = attempt(owner, r'{"iss": "\ud800\u0000", "aud": 1e999, "exp": {"a": []}}')
    assert "does not match" in odd


def test_a_build_that_was_refused_is_explained_in_the_history(owner, registry, db, eggs):
    fill(owner, "gitlab", **PIPELINE)
    wrong = "gitlab.com/g1/eggs//x\0\ud800.yml@refs/heads/main"
    claims = {**CLAIMS, "ci_config_ref_uri": wrong}
    with offline(registry) as request, pytest.raises(ExchangeRefused):
        request.service(ExchangeService).grant("https://gitlab.com", claims, actor=SYSTEM)
    db.commit()
    page = owner.get("/manage/project/eggs/history/")
    assert "A build was refused that is almost a trusted publisher" in page
    assert "ci_config_ref_uri has to be gitlab.com/g1/eggs//.gitlab-ci.yml@…" in page


@pytest.fixture
def publish(client, grace):
    """Uploads a wheel with a token of a person, and returns the answer."""
    token = client.token(grace)

    def publish(name="eggs"):
        filename = f"{name}-3.0-py3-none-any.whl"
        content = wheel(name, "3.0")
        form = forms.fields(filename, content, name=name, version="3.0")
        body = forms.body(form, filename, content)
        return client.post("/legacy/", body, headers=forms.headers(token), status="*")

    return publish


def test_only_trusted_publishers_publish_until_an_owner_says_otherwise(
    owner, publish, db, eggs, grace
):
    page = owner.get(PLACE).click("Let only trusted publishers publish")
    assert "nobody could publish" in page
    page = page.forms["action"].submit().follow()
    assert "API tokens of people are refused" in page
    refused = publish()
    assert refused.status_int == 403
    assert "http://localhost/manage/project/eggs/settings/publishing/" in refused.status
    again = page.click("Let API tokens publish again")
    assert "Add a second factor" in again.forms["action"].submit().text
    assert publish().status_int == 403
    give_totp(db, grace)
    again.forms["action"].submit().follow()
    assert publish().status_int == 200
    assert "API tokens of people can publish again" in owner.get(
        "/manage/project/eggs/history/"
    )


def test_publishers_of_another_project_are_not_found(owner, db, eggs, grace, github):
    fill(owner, "github", **BUILD)
    [publisher] = queries.publishers_of(db, eggs.id)
    make_project(db, "other", owner=grace)
    for key in (publisher.id, uuid4(), "nonsense"):
        for action in ("remove", "constrain"):
            place = f"/manage/project/other/settings/publishing/{key}/{action}/"
            owner.get(place, status=404)
    owner.get(f"{PLACE}nonsense/remove/", status=404)


PENDING = "/manage/account/publishing/"


def test_a_publisher_that_makes_a_project_is_added_and_removed(
    owner, browser, db, grace, github
):
    place = f"{PENDING}?project_name=Spam&owner=octo&repository=sampler&provider=github"
    form = owner.get(place).forms["add-publisher"]
    assert form["project_name"].value == "Spam"
    form["workflow_filename"] = "release.yml"
    page = form.submit().follow()
    assert "Octo/sampler @ release.yml makes Spam with its first upload." in page
    assert "Somebody waits for this publisher already." in form.submit()
    other = make_user(db, "mallory")
    [pending] = queries.pending_of(db, grace.id)
    browser(other).get(f"{PENDING}{pending.id}/remove/", status=404)
    page = page.click("Remove").forms["remove"].submit().follow()
    assert "does not make Spam any more" in page
    assert "You wait for none." in page


def test_a_name_that_cannot_be_had_is_refused(owner, browser, db, eggs, github):
    refused = fill(owner, "github", PENDING, **BUILD, project_name="eggs")
    assert "There is a project “eggs” already." in said(refused)
    there = refused.click("It is yours. Add the publisher there")
    assert there.forms["add-publisher"]["repository"].value == "sampler"
    stranger = browser(make_user(db, "mallory"))
    refused = fill(stranger, "github", PENDING, **BUILD, project_name="eggs")
    assert "It is yours" not in refused
    for name, problem in {
        "e-ggs": "looks like the project Eggs",
        "json": "module of Python itself",
        "-a": "Use letters and digits only",
        "": "This field is needed.",
    }.items():
        refused = fill(owner, "github", PENDING, **BUILD, project_name=name)
        assert problem in " ".join(said(refused)), name
    for number in range(3):
        build = {**BUILD, "workflow_filename": f"r{number}.yml"}
        fill(owner, "github", PENDING, **build, project_name=f"spam{number}").follow()
    refused = fill(owner, "github", PENDING, **BUILD, project_name="spam")
    assert "You can wait for at most 3 publishers." in refused

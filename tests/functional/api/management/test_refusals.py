"""Everything that is wrong is answered with problem details."""

import base64

import pytest

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.api.management.asking import EGGS, Program, program
from warehouse.flags.models import AdminFlag

JSON = "application/json"
DEEP = b'{"role":' + b"[" * 60_000


def test_a_call_without_a_token_is_asked_for_one(client, eggs, browser, grace):
    for asker in (Program(client), Program(browser(grace)), Program(client, "pypi-AgEI")):
        answer = asker.ask("GET", "", status=401)
        assert answer.content_type == "application/problem+json"
        assert "Bearer" in answer.headers["WWW-Authenticate"]
        assert asker.ask("POST", "archive", status=401).json["status"] == 401
    password = base64.b64encode(b"grace:secret").decode()
    said = Program(client).ask("GET", "", Authorization=f"Basic {password}", status=401)
    assert "no longer supported" in said.json["detail"]
    assert "secret" not in said.text


def test_a_token_is_sent_as_a_password_too(client, owner):
    pair = base64.b64encode(f"__token__:{owner.token}".encode()).decode()
    Program(client).ask("GET", "", Authorization=f"Basic {pair}", status=200)


def test_a_permission_does_not_include_the_others(client, grace, eggs):
    publisher, reader = program(client, grace, "publish"), program(client, grace, "read")
    for asker, method, path in (
        (publisher, "GET", ""),
        (publisher, "POST", "archive"),
        (reader, "POST", "archive"),
    ):
        said = asker.ask(method, path, status=403).json["detail"]
        needed = "read" if method == "GET" else "manage"
        assert f"needs a token with the permission '{needed}'" in said
    name, content = "eggs-3.0-py3-none-any.whl", wheel("eggs", "3.0")
    fields = forms.fields(name, content, name="eggs", version="3.0")
    body = forms.body(fields, name, content)
    for permission in ("read", "manage"):
        token = program(client, grace, permission, description=permission).token
        answer = client.post("/legacy/", body, headers=forms.headers(token), status=403)
        assert f"'publish', and this one has '{permission}'" in answer.status


def test_a_token_for_one_project_reaches_no_other(client, db, grace, eggs):
    other = make_project(db, "other", owner=grace)
    asker = program(client, grace, projects=[other])
    asker.ask("GET", "/api/v1/projects/other", status=200)
    assert "not valid for project: 'eggs'" in asker.ask("GET", "", status=403).text
    for path in ("projects", "tokens", "deletions", "organizations"):
        said = asker.ask("GET", f"/api/v1/{path}", status=403).json["detail"]
        assert "outside of a project context" in said


def test_an_account_needs_a_verified_address_and_a_second_factor(
    client, db, owner, grace, with_accounts
):
    with_accounts(two_factor="required")
    assert "second factor" in owner.ask("GET", "", status=403).json["detail"]
    with_accounts(two_factor="optional")
    grace.primary_email.verified = False
    db.commit()
    assert "Verify" in owner.ask("GET", "", status=403).json["detail"]


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "role", "It is missing."),
        ({"role": "Boss"}, "role", 'It has to be Owner or Maintainer, not "Boss".'),
        ({"role": None}, "role", "It has to be Owner or Maintainer, not null."),
        (b'{"role": "Owner", "role": "Owner"}', "role", "It was sent twice."),
        ({"role": "Owner", "rank": 1}, "rank", "There is no such field."),
        ({"role": ["Owner"]}, "role", "not"),
        (b'{"role": "\\ud800"}', "role", "not"),
    ],
)
def test_a_field_that_is_wrong_is_named(owner, body, field, said):
    answer = owner.ask("PUT", "collaborators/bob", body, status=400)
    [wrong] = answer.json["errors"]
    assert wrong["field"] == field
    assert said in wrong["message"]


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("deprecate", "reason", "x" * 501),
        ("deprecate", "reason", "two\nlines"),
        ("deprecate", "reason", "\0"),
        ("deprecate", "reason", "\ud800"),
        ("deprecate", "successor", 1),
        ("webhooks", "events", []),
        ("webhooks", "events", ["release.published", "other"]),
        ("webhooks", "url", " "),
    ],
)
def test_texts_and_lists_have_bounds(owner, path, field, value):
    answer = owner.ask("POST", path, {field: value}, status=400)
    assert field in {each["field"] for each in answer.json["errors"]}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'"text"', JSON, 400),
        (b"[]", JSON, 400),
        (b"{", JSON, 400),
        (b'{"role": NaN}', JSON, 400),
        (b'{"role": 1' + b"0" * 5000 + b"}", JSON, 400),
        (b"\xff", JSON, 400),
        (DEEP, JSON, 400),
        (b'{"role":"' + b"x" * 65_536 + b'"}', JSON, 413),
        (b"role=Owner", "application/x-www-form-urlencoded", 415),
        (b'{"role":"Owner"}', "text/plain", 415),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(owner, body, kind, status):
    owner.ask("PUT", "collaborators/bob", body, status=status, Content_Type=kind)


def test_a_query_that_nobody_reads_is_refused(owner):
    for query in ("?page=0", "?page=1e3", "?page=100001", "?page=1&page=1", "?pages=1"):
        assert owner.ask("GET", f"releases{query}", status=400).json["errors"]
    owner.ask("POST", "archive?force=1", status=400)
    assert owner.get("releases?page=2") == {"releases": [], "next": None}


def test_another_method_is_answered_with_those_that_there_are(owner):
    answer = owner.client.request(
        f"{EGGS}/releases/1.0", method="PATCH", expect_errors=True
    )
    assert (answer.status_int, answer.headers["Allow"]) == (
        405,
        "DELETE, GET, HEAD, OPTIONS",
    )
    assert answer.json["title"] == "Method Not Allowed"
    assert owner.client.get("/api/v1/nothing", status=404).json["status"] == 404


def test_the_calls_of_an_account_are_limited(client, registry, monkeypatch, owner):
    from dataclasses import replace

    settings = registry.settings["warehouse"]
    limited = replace(settings, api=replace(settings.api, management_calls="2 per hour"))
    monkeypatch.setitem(registry.settings, "warehouse", limited)
    owner.get()
    owner.get()
    answer = owner.ask("GET", "", status=429)
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_an_index_that_is_read_only_is_read(db, owner):
    db.get_one(AdminFlag, "read-only").enabled = True
    db.commit()
    owner.get()
    assert int(owner.ask("POST", "archive", status=503).headers["Retry-After"]) > 0


def test_somebody_else_may_not(client, db, eggs, bob):
    for user in (bob, make_user(db, "mallory")):
        asker = program(client, user)
        assert "may not" in asker.ask("GET", "", status=403).json["detail"]
        asker.ask("GET", "webhooks", status=403)

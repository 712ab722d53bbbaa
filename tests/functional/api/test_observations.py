"""The endpoints of trusted reporters."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.observations.models import ProjectObservation

DANGER = "application/vnd.pypi.api-v0-danger+json"
ECHO, STABLE = "/danger-api/echo", "/api/observations/"
PROJECT = "/danger-api/projects/{}/observations"
LINK = "https://inspector.pypi.io/project/eggs/"
REPORT = {"kind": "is_malware", "summary": "It steals keys.", "inspector_url": LINK}
DENIED = {"message": "Access was denied to this resource."}


@pytest.fixture
def project(db):
    return make_project(db, "Eggs")


@pytest.fixture
def token(client, db):
    """A token of a trusted reporter."""
    return client.token(make_user(db, "watcher", is_observer=True))


@pytest.fixture
def post(client, token):
    """Send something as JSON of the type that the path wants."""

    def post(path, content, *, kind=None, status=202):
        kind = kind or ("application/json" if path == STABLE else DANGER)
        send = client.post_json if not isinstance(content, bytes) else client.post
        return send(
            path,
            content,
            content_type=kind,
            headers={"Authorization": f"Bearer {token}"},
            status=status,
        )

    return post


def kept(db):
    return list(db.scalars(select(ProjectObservation)))


def test_an_observation_is_kept(post, db, project):
    answer = post(PROJECT.format("eggs"), REPORT)
    assert answer.json == {"project": "Eggs", "thanks": "for the observation"}
    assert answer.content_type == DANGER
    [row] = kept(db)
    assert row.payload == {
        "origin": "api",
        "summary": "It steals keys.",
        "inspector_url": LINK,
    }
    assert row.observer.user.username == "watcher"


def test_the_stable_endpoint_takes_the_project_in_the_body(post, db, project):
    answer = post(STABLE, {"project": "EGGS", "kind": "is_spam", "summary": "An advert."})
    assert answer.json["project"] == "Eggs"
    assert answer.content_type == "application/json"
    post(STABLE, {"project": "eggs", "kind": "is_malware", "summary": "It steals."})
    assert [each.kind for each in kept(db)] == ["is_spam", "is_malware"]
    missing = post(STABLE, {"project": "none", **REPORT}, status=404)
    assert missing.json == {"message": "There is no project named 'none'."}
    [problem] = post(STABLE, REPORT, status=400).json
    assert problem["field"] == "project"


def test_the_token_says_whose_it_is(client, token):
    answer = client.get(ECHO, headers={"Authorization": f"Bearer {token}"})
    assert answer.json == {"username": "watcher"}
    assert set(answer.vary) == {"Authorization", "Cookie"}


@pytest.mark.parametrize("path", [ECHO, PROJECT.format("eggs"), STABLE])
def test_access_is_denied_to_everybody_else(client, db, project, path):
    send = client.get if path == ECHO else client.post
    plain = client.token(make_user(db))
    for value in (None, "Bearer nonsense", f"Bearer {plain}", "Basic nonsense"):
        headers = {} if value is None else {"Authorization": value}
        answer = send(path, headers=headers, status=403)
        assert answer.json == DENIED
        assert answer.content_type == "application/json"
    assert kept(db) == []


def test_a_type_that_is_not_accepted_is_denied(client, token):
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    assert client.get(ECHO, headers=headers, status=403).json == DENIED
    headers["Accept"] = f"text/html, {DANGER};q=0.1"
    client.get(ECHO, headers=headers)


def test_a_token_for_another_project_reports_nothing(client, db, project):
    watcher, other = make_user(db, is_observer=True), make_project(db, "other")
    token = client.token(watcher, projects=[other])
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post_json(
        PROJECT.format("eggs"), REPORT, headers=headers, content_type=DANGER, status=403
    )
    assert answer.json == DENIED


def test_an_unknown_project_is_not_found(post):
    post(PROJECT.format("none"), REPORT, status=404)


def test_only_posting_is_allowed(client, project):
    answer = client.get(PROJECT.format("eggs"), status=405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", [PROJECT.format("eggs"), STABLE])
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": None, "summary": None}, ["kind", "summary"]),
        ({"kind": "account_abuse"}, ["kind"]),
        ({"kind": ["is_malware"]}, ["kind"]),
        ({"summary": 7}, ["summary"]),
        ({"summary": "nul\0"}, ["summary"]),
        ({"summary": " "}, ["summary"]),
        ({"summary": "x" * 2001}, ["summary"]),
        ({"inspector_url": "https://evil.example/"}, ["inspector_url"]),
        ({"inspector_url": [LINK]}, ["inspector_url"]),
        ({"inspector_url": f"{LINK}\n"}, ["inspector_url"]),
    ],
)
def test_each_wrong_field_is_named(post, db, project, path, changes, fields):
    answer = post(path, {"project": "eggs", **REPORT, **changes}, status=400)
    assert [each["field"] for each in answer.json] == fields
    assert {each["exception"] for each in answer.json} == {"ValidationError"}
    assert kept(db) == []


def test_malware_needs_a_link_where_the_contract_says_so(post, project):
    without = {key: text for key, text in REPORT.items() if key != "inspector_url"}
    assert post(PROJECT.format("eggs"), without, status=400).json == {
        "error": "missing required fields",
        "missing": ["inspector_url"],
        "project": "Eggs",
    }


@pytest.mark.parametrize(
    ("body", "kind"), [(b"{", None), (b"\xff", None), (b"{}", "text/plain"), (b"[", None)]
)
def test_a_body_that_is_no_json_is_refused(post, project, body, kind):
    for path in (PROJECT.format("eggs"), STABLE):
        [problem] = post(path, body, kind=kind, status=400).json
        assert problem["exception"] == "RequestBodyValidationError"
    [problem] = post(PROJECT.format("eggs"), b"[]", status=400).json
    assert problem["exception"] == "ValidationError"

"""With Valkey down the index goes on: installers and pages first of all."""

import pytest
import structlog

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import PASSWORD

WHEEL = "example-1.0-py3-none-any.whl"


@pytest.fixture
def without_valkey(client, lost_valkey):
    """The client of an application that lost its Valkey."""
    return client


def test_public_pages_answer(without_valkey, db):
    make_file(db, make_release(db, make_project(db, "example")), WHEEL)
    with structlog.testing.capture_logs() as lines:
        for path in ("/", "/help/", "/project/example/", "/simple/", "/simple/example/"):
            without_valkey.get(path, status=200)
        without_valkey.get("/pypi/example/json", status=200)
    assert [line for line in lines if line["log_level"] != "info"] == []


def test_signing_in_does_not_work_and_says_so(without_valkey, db):
    with structlog.testing.capture_logs() as lines:
        form = without_valkey.get("/account/login/", status=200).forms["sign-in"]
        form["username"], form["password"] = make_user(db).username, PASSWORD
        answer = form.submit(status=503)
    assert "Nobody can sign in" in answer.text
    assert answer.headers["Retry-After"] == "5"
    assert {line["event"] for line in lines} >= {"sessions_unavailable"}


def test_an_upload_is_accepted(without_valkey, db):
    token = without_valkey.token(make_user(db))
    body = forms.body(forms.fields(WHEEL, wheel()), WHEEL, wheel())
    without_valkey.post("/legacy/", body, headers=forms.headers(token), status=200)
    assert without_valkey.simple("example")["files"]


def test_health_names_the_part_and_stays_up(without_valkey):
    answer = without_valkey.get("/_health/", status=200).json
    assert answer["status"] == "degraded"
    assert answer["parts"]["valkey"].startswith("Valkey does not answer")
    assert answer["parts"]["database"] == "ok"

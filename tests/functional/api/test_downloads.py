"""Downloads as JSON, and signed log lines of a CDN."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.builders.webhooks import signed
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import LifecycleStatus

SECRET = "a secret that is long enough to be one"
PIP = 'pip/24.0 {"python":"3.11.4","system":{"name":"Linux"}}'


@pytest.fixture
def project(db):
    return make_project(db, "Foo")


@pytest.fixture
def path(db, project):
    path = make_file(db, make_release(db, project, "1.0"), "foo-1.0.tar.gz").path
    db.commit()
    return path


@pytest.fixture
def secret(registry, monkeypatch):
    settings = registry.settings["warehouse"]
    downloads = replace(settings.downloads, secrets=(SECRET,))
    monkeypatch.setitem(
        registry.settings, "warehouse", replace(settings, downloads=downloads)
    )


def log(*paths, days=0, agent=PIP):
    time = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    lines = [
        {"time": time, "path": f"/packages/{each}", "user_agent": agent} for each in paths
    ]
    return "\n".join(map(json.dumps, lines)).encode()


@pytest.fixture
def send(client, secret):
    def call(body, status=200, secret=SECRET, **options):
        headers = signed(body, secret, **options)
        return client.post("/_/downloads/", body, headers=headers, status=status).json

    return call


def test_lines_of_known_files_are_counted_and_shown(client, send, path):
    assert send(log(path, path, "no/where")) == {"counted": 2, "ignored": 1}
    assert send(log(path, days=7), identifier="2") == {"counted": 1, "ignored": 0}
    mirror = log(path, agent="bandersnatch/6.5.0 (cpython)")
    assert send(mirror, identifier="3") == {"counted": 1, "ignored": 0}
    shown = client.get("/api/projects/foo/downloads/").json
    assert (shown["last_day"], shown["last_week"], shown["last_month"]) == (2, 2, 3)
    assert [(each["installers"], each["mirrors"]) for each in shown["days"]] == [
        (1, 0),
        (2, 1),
    ]
    assert shown["by_python"] == [{"value": "3.11", "count": 3}]
    assert shown["by_file"] == [{"value": "foo-1.0.tar.gz", "count": 3}]


def test_a_batch_that_comes_again_is_not_counted_again(send, path):
    assert send(log(path))["counted"] == 1
    assert send(log(path)) == {"counted": 0, "ignored": 1}
    assert send(log(path, path)) == {"counted": 0, "ignored": 2}
    assert send(log(path), identifier="other")["counted"] == 1


def test_forged_and_late_calls_are_refused(client, send, path):
    body = log(path)
    send(body, 403, secret="another secret of the same length!!")
    send(body, 403, age=301)
    send(body, 403, age=-301)
    headers = signed(body, SECRET)
    client.post("/_/downloads/", body + b"\n", headers=headers, status=403)
    client.post("/_/downloads/", body, status=403)
    renamed = {**headers, "Webhook-Id": "msg_2"}
    client.post("/_/downloads/", body, headers=renamed, status=403)
    assert client.get("/api/projects/foo/downloads/").json["days"] == []


def test_wrong_lines_are_refused_and_nothing_is_counted(client, send, path):
    assert "Line 2 is no JSON" in send(log(path) + b"\n{", 400)["message"]
    assert "Webhook-Id" in send(log(path), 400, identifier="x" * 300)["message"]
    assert send(log(path))["counted"] == 1


def test_without_a_secret_no_lines_are_taken(client, path):
    body = log(path)
    client.post("/_/downloads/", body, headers=signed(body, SECRET), status=404)


def test_a_project_in_quarantine_shows_no_downloads(client, db, project, path):
    project.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    for url in (
        "/api/projects/foo/downloads/",
        "/project/Foo/downloads/",
        "/badge/foo/version.svg",
        "/_includes/unauthed/project-downloads/foo/",
    ):
        client.get(url, status=404)

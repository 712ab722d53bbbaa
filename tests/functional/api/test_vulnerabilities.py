"""Vulnerabilities: reported with a signature, and shown in the JSON documents."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pyramid.registry import Registry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders.signatures import Signer
from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from warehouse.security.signed_reports import PublicKeys
from warehouse.vulnerabilities.models import (
    AffectedName,
    Vulnerability,
    release_vulnerabilities,
)
from warehouse.vulnerabilities.services.writing import MOST_STATEMENTS, attach

PATH = "/_/vulnerabilities/osv/report"
SIGNER = Signer("osv")


@pytest.fixture(autouse=True)
def keys(registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = PublicKeys(str(SIGNER.publish(tmp_path / "keys.json")))
    monkeypatch.setitem(registry, PublicKeys, published)


def item(*versions: str, **fields: Any) -> dict[str, Any]:
    return {
        "project": "FOO",
        "versions": list(versions),
        "id": "PYSEC-2024-1",
        "link": "https://osv.dev/vulnerability/PYSEC-2024-1",
        "aliases": ["CVE-2024-1"],
        **fields,
    }


def report(client: Client, *items: Any) -> None:
    body = json.dumps(items).encode()
    answer = client.post(PATH, body, headers=SIGNER.headers(body), status=204)
    assert answer.body == b""


def known(client: Client, path: str) -> list[str]:
    document = client.get(f"/pypi/{path}/json").json
    return [each["id"] for each in document["vulnerabilities"]]


def test_a_report_is_shown(client: Client, db: Session) -> None:
    project = make_project(db, "Foo")
    for version in ("1.0", "1.1"):
        make_release(db, project, version)
    serial = client.get("/pypi/foo/json").json["last_serial"]
    events = [{"introduced": "0"}, {"fixed": "1.1"}]
    more = {"details": "Bad.", "summary": "Very", "events": events}
    report(client, item("1.0", "7.0", withdrawn="2024-01-02T03:04:05.678Z", **more))
    document = client.get("/pypi/foo/1.0/json").json
    assert document["vulnerabilities"] == [
        {
            "aliases": ["CVE-2024-1"],
            "details": "Bad.",
            "fixed_in": ["1.1"],
            "id": "PYSEC-2024-1",
            "link": "https://osv.dev/vulnerability/PYSEC-2024-1",
            "source": "osv",
            "summary": "Very",
            "withdrawn": "2024-01-02T03:04:05Z",
        }
    ]
    assert document["last_serial"] == serial
    assert client.get("/pypi/foo/json").json["vulnerabilities"] == []


def test_a_later_report_replaces_an_earlier_one(client: Client, db: Session) -> None:
    for name in ("foo", "bar"):
        project = make_project(db, name)
        make_release(db, project, "1.0")
        make_release(db, project, "2.0")
    report(client, item("1.0", "2.0"), item("1.0", id="A"), item("1.0", project="bar"))
    assert known(client, "foo/1.0") == ["A", "PYSEC-2024-1"]
    report(client, item("2.0", summary="new"))
    assert known(client, "foo/1.0") == ["A"]
    assert known(client, "foo/2.0") == known(client, "bar/1.0") == ["PYSEC-2024-1"]
    assert client.get("/pypi/foo/json").json["vulnerabilities"][0]["summary"] == "new"
    report(client, item())
    assert known(client, "foo/2.0") == []
    assert known(client, "bar/1.0") == ["PYSEC-2024-1"]
    report(client, item(project="bar"), item(id="A"))
    assert db.scalar(select(func.count()).select_from(Vulnerability)) == 0


def test_reports_about_names_that_nobody_has_are_kept_once(
    client: Client, db: Session, statements: list[str]
) -> None:
    make_release(db, make_project(db, "foo"), "1.0")
    items = [item("1.0.0"), item("1.0", "2.0", project="nobody"), item("1", project="?")]
    report(client, *items)
    statements.clear()
    report(client, *items)
    assert len(statements) == 8, statements
    assert not any(each.startswith(("INSERT", "UPDATE", "DELETE")) for each in statements)
    assert known(client, "foo/1.0") == []
    kept = db.scalars(select(AffectedName).order_by(AffectedName.normalized_name))
    found = [(each.normalized_name, each.versions) for each in kept]
    assert found == [("foo", ["1"]), ("nobody", ["1", "2"])]
    report(client, item(), item(project="nobody"))
    assert db.scalar(select(func.count()).select_from(Vulnerability)) == 0


def test_former_statements_are_kept_up_to_a_bound(client: Client, db: Session) -> None:
    report(client, item("0"))
    for day in range(1, MOST_STATEMENTS + 5):
        moment = datetime(2026, 1, day, tzinfo=UTC)
        about = {"normalized_name": "foo", "versions": [str(day)], "ranges": []}
        about |= {"vulnerability_source": "osv", "vulnerability_id": "PYSEC-2024-1"}
        db.add(AffectedName(**about, ended=moment))
    db.commit()
    report(client, item("99"))
    kept = db.scalars(select(AffectedName).order_by(AffectedName.ended)).all()
    former = [["0"], *([str(day)] for day in range(6, MOST_STATEMENTS + 5))]
    assert sorted(each.versions for each in kept) == sorted([*former, ["99"]])
    assert (kept[-1].versions, kept[-1].ended) == (["99"], None)


def test_nothing_is_attached_that_was_deleted_meanwhile(
    client: Client, db: Session
) -> None:
    release = make_release(db, make_project(db, "foo"), "1.0")
    db.commit()
    report(client, item("2.0"))
    gone = [("osv", "GONE", release.id), ("osv", "PYSEC-2024-1", uuid4())]
    attach(db, [*gone, ("osv", "PYSEC-2024-1", release.id)])
    db.commit()
    attach(db, gone)
    links = db.execute(select(release_vulnerabilities.c.release_id)).all()
    assert links == [(release.id,)]


def test_an_item_that_makes_no_sense_keeps_no_other_back(
    client: Client, db: Session
) -> None:
    make_release(db, make_project(db, "foo"), "1.0")
    report(client, None, {"id": 1}, item("1.0", withdrawn="soon"), item("1.0"))
    assert known(client, "foo") == ["PYSEC-2024-1"]
    report(client, item("1.0"))
    assert known(client, "foo") == ["PYSEC-2024-1"]


def test_without_a_signature(
    client: Client, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = SIGNER.headers(b"[]")
    client.post(PATH, b"[]", status=404)
    for name in signed:
        client.post(PATH, b"[]", headers={name: signed[name]}, status=404)
    client.get(PATH, headers=signed, status=405)
    client.post(PATH, b"[]", headers=signed, status=204)
    monkeypatch.delitem(registry, PublicKeys)
    client.post(PATH, b"[]", headers=signed, status=404)


@pytest.mark.parametrize(
    ("body", "message"),
    [(b"x", "Invalid JSON"), (b"\xff", "Invalid JSON"), (b"{}", "Invalid format: payload")],
)
def test_bodies_that_are_no_reports(client: Client, body: bytes, message: str) -> None:
    answer = client.post(PATH, body, headers=SIGNER.headers(body), status=400)
    assert answer.json["message"].startswith(message)
    forged = client.post(PATH, body, headers=SIGNER.headers(b"[]"), status=400)
    assert forged.json["message"].startswith("Invalid signature")


def test_keys_that_cannot_be_had(
    client: Client, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry, PublicKeys, PublicKeys("/nowhere.json"))
    answer = client.post(PATH, b"[]", headers=SIGNER.headers(b"[]"), status=503)
    assert answer.headers["Retry-After"] == "60"

"""YARA rules flag what is uploaded, are tried first, and never stop an upload."""

import io

import pytest
from sqlalchemy import select

from tests.builders import forms, sdists, wheels
from tests.factories.accounts import make_user
from tests.functional.admin.acting import act
from warehouse.flags.models import AdminFlag
from warehouse.scanning.engine import Engine
from warehouse.scanning.members import ArchiveUnreadable, members_of
from warehouse.scanning.models import FileMatch, YaraRules

RULE = 'rule evil { strings: $a = "steal_tokens" condition: $a }'
SLOW = "rule slow { condition: for all i in (0..1000000000000) : (i >= 0) }"
BROKEN = {SLOW: "bad (too slow)"}
EVIL = {"example/bad.py": b"import os; steal_tokens()"}


@pytest.fixture
def upload(client, db):
    token = client.token(make_user(db, "alice"))

    def upload(filename, content, **fields):
        values = forms.fields(filename, content, **fields)
        body = forms.body(values, filename, content)
        client.post("/legacy/", body, headers=forms.headers(token), status=200)

    return upload


def keep(db, name="secrets", source=RULE):
    db.add(YaraRules(name=name, source=source))
    db.commit()


def matches(db):
    db.expire_all()
    return [(each.rule, each.member) for each in db.scalars(select(FileMatch))]


def test_an_uploaded_file_that_matches_is_flagged_once(upload, db, admin):
    keep(db)
    upload("example-1.0-py3-none-any.whl", wheels.wheel(extra=EVIL))
    assert matches(db) == [("secrets.evil", "example/bad.py")]
    assert "secrets.evil" in admin.get("/admin/file-matches/?q=is:open").text
    match = db.scalars(select(FileMatch)).one()
    act(admin, f"/admin/file-matches/{match.id}/dismiss/", reason="a test").follow()
    assert "Nothing is found" in admin.get("/admin/file-matches/?q=is:open").text


@pytest.mark.parametrize("source", ["rule x {", "rule y { condition: unknown }", SLOW])
def test_a_bad_rule_stops_neither_uploads_nor_other_rules(source):
    engine = Engine({"bad": source, "secrets": RULE}, seconds=1)
    assert "secrets.evil" in engine.matches(b"steal_tokens")
    assert engine.broken.keys() | set(engine.matches(b"")) == {BROKEN.get(source, "bad")}


def test_rules_that_are_off_or_switched_off_by_the_flag_scan_nothing(upload, db):
    keep(db)
    db.scalars(select(YaraRules)).one().is_enabled = False
    db.commit()
    upload("example-1.0-py3-none-any.whl", wheels.wheel(extra=EVIL))
    db.scalars(select(YaraRules)).one().is_enabled = True
    db.get_one(AdminFlag, "disable-upload-scanning").enabled = True
    db.commit()
    upload(
        "example-1.1-py3-none-any.whl",
        wheels.wheel(version="1.1", extra=EVIL),
        version="1.1",
    )
    assert matches(db) == []


def test_rules_are_added_with_their_errors_told(admin, db):
    path = "/admin/yara-rules/add/"
    page = act(admin, path, name="secrets", source="rule x { condition: nope }", reason="r")
    assert "unknown identifier `nope`" in page.text
    assert "is no name" in act(admin, path, name="Ü", source=RULE, reason="r").text
    act(admin, path, name="secrets", source=RULE, reason="a wave of thefts").follow()
    assert db.scalars(select(YaraRules.source)).one() == RULE
    assert "already" in act(admin, path, name="secrets", source=RULE, reason="r").text


def test_rules_are_tried_on_the_newest_files_and_nothing_is_kept(upload, db, admin):
    upload("example-1.0-py3-none-any.whl", wheels.wheel(extra=EVIL))
    keep(db)
    page = admin.get("/admin/yara-rules/secrets/?try=yes")
    assert "secrets.evil" in page.text
    assert matches(db) == []


def test_rules_are_changed_switched_and_deleted(admin, db):
    keep(db)
    base = "/admin/yara-rules/secrets"
    act(admin, f"{base}/switch/", reason="noise").follow()
    assert db.scalars(select(YaraRules.is_enabled)).one() is False
    act(admin, f"{base}/change/", source=RULE.replace("evil", "worse"), reason="r").follow()
    assert "worse" in admin.get(f"{base}/").text
    act(admin, f"{base}/delete/", reason="gone").follow()
    admin.get(f"{base}/", status=404)


def test_members_of_wheels_and_sdists_are_read_within_bounds():
    wheel = list(members_of("x-1.0-py3-none-any.whl", io.BytesIO(wheels.wheel(extra=EVIL))))
    assert EVIL["example/bad.py"] in [each.content for each in wheel]
    sdist = list(members_of("example-1.0.tar.gz", io.BytesIO(sdists.sdist())))
    assert any(each.name.endswith("PKG-INFO") for each in sdist)
    with pytest.raises(ArchiveUnreadable):
        list(members_of("x.whl", io.BytesIO(b"PK nonsense")))
    with pytest.raises(ArchiveUnreadable):
        list(members_of("x.tar.gz", io.BytesIO(b"\x1f\x8bnonsense")))

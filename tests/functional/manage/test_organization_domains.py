"""Owners prove which domains are theirs; a proof that is missing for days is lost."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from dns.resolver import NoNameservers
from sqlalchemy import select

from tests.factories.organizations import make_organization
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.organizations.models import OrganizationDomain
from warehouse.organizations.proofs import FILE, DomainProver, text_records
from warehouse.organizations.services.domains import LOST_AFTER, MOST
from warehouse.organizations.tasks import verify_domain, verify_domains
from warehouse.outbound import Answer, TargetRules, Unanswered

PLACE = "/manage/organization/{}/domains/"


class Outside:
    """DNS and web sites: the records and the files that they have."""

    def __init__(self):
        self.records, self.files = {}, {}

    def texts(self, name):
        return self.records.get(name, [])

    def get(self, target, headers):
        if target.url not in self.files:
            raise Unanswered("nobody is there")
        return Answer(200, "OK", (), self.files[target.url].encode())


@pytest.fixture
def outside(registry, monkeypatch):
    made = Outside()
    prover = DomainProver(made.texts, made, TargetRules())
    monkeypatch.setitem(registry, DomainProver, prover)
    return made


@pytest.fixture
def boss(browser, db, grace):
    make_organization(db, "acme", owner=grace)
    return browser(grace)


def add(browser, name, group="acme"):
    form = browser.get(f"{PLACE.format(group)}new/").forms["action"]
    form["domain"] = name
    return form.submit()


def verify(browser, group="acme"):
    return browser.get(PLACE.format(group)).forms["verify-1"].submit().follow().text


def row(db):
    db.expire_all()
    return db.scalars(select(OrganizationDomain)).one()


def waited(db, **values):
    for name, value in {"checked": datetime(2020, 1, 1, tzinfo=UTC), **values}.items():
        setattr(row(db), name, value)
    db.commit()


def checked_again(registry, db):
    with offline(registry) as request:
        verify_domain(request, str(row(db).id))
    return row(db)


@pytest.mark.parametrize("kind", ["record", "file"])
def test_a_domain_is_verified_and_shown(boss, browser, db, outside, kind):
    add(boss, "Bücher.example").follow()
    assert "shows neither the record nor the file" in verify(boss)
    assert "bücher.example" not in browser().get("/org/acme/")
    assert "was asked a moment ago" in verify(boss)
    token = row(db).token
    if kind == "record":
        texts = ["v=spf1 -all", f"package-index-verification={token}"]
        outside.records["xn--bcher-kva.example"] = texts
    else:
        outside.files[f"https://xn--bcher-kva.example{FILE}"] = f"{token}\n"
    waited(db)
    assert "bücher.example is verified." in verify(boss)
    assert "bücher.example" in browser().get("/org/acme/")
    boss.get(PLACE.format("acme")).click("Give it up").forms["action"].submit()
    assert "bücher.example" not in browser().get("/org/acme/")


@pytest.mark.parametrize("name", ["", "localhost", "a b.example", "https://x.example/"])
def test_nonsense_is_not_added(boss, db, outside, name):
    add(boss, name)
    assert db.scalars(select(OrganizationDomain)).all() == []


def test_a_domain_is_added_once_and_there_are_not_too_many(boss, db, outside):
    add(boss, "x.example")
    assert "has x.example already" in add(boss, "x.example").text
    acme = row(db).organization
    for number in range(MOST - 1):
        name = f"{number}.example"
        db.add(OrganizationDomain(organization=acme, domain=name, token=name))
    db.commit()
    assert "at most 20 domains" in add(boss, "y.example").text


def test_a_record_may_be_in_parts_and_dns_may_fail():
    record = SimpleNamespace(strings=(b"one ", b"text"))
    assert text_records("x.example", lambda *args, **more: [record]) == ["one text"]

    def fail(*args, **more):
        raise NoNameservers

    assert text_records("x.example", fail) == []


def test_a_domain_belongs_to_one_organization(boss, browser, db, bob, outside):
    make_organization(db, "other", owner=bob)
    rival = browser(bob)
    add(boss, "x.example")
    outside.records["x.example"] = [f"package-index-verification={row(db).token}"]
    verify(boss)
    add(rival, "x.example", "other")
    assert "shows neither" in verify(rival, "other"), "the token of others proves nothing"
    theirs = db.scalars(select(OrganizationDomain).order_by(OrganizationDomain.created))
    outside.records["x.example"].append(
        f"package-index-verification={theirs.all()[-1].token}"
    )
    waiting = OrganizationDomain.verified.is_(None)
    db.scalars(select(OrganizationDomain).where(waiting)).one().checked = None
    db.commit()
    assert "x.example belongs to Acme" in verify(rival, "other")


def test_a_proof_that_is_missing_for_a_week_is_lost(boss, registry, db, outside):
    add(boss, "x.example")
    outside.records["x.example"] = [f"package-index-verification={row(db).token}"]
    verify(boss)
    kept = outside.records.pop("x.example")
    assert checked_again(registry, db).failing_since is not None
    assert "Its proof was not found" in boss.get(PLACE.format("acme"))
    outside.records["x.example"] = kept
    assert checked_again(registry, db).failing_since is None
    outside.records.clear()
    waited(db, failing_since=datetime.now(UTC) - LOST_AFTER - timedelta(minutes=1))
    assert checked_again(registry, db).verified is None
    kinds = list(db.scalars(select(EmailMessage.kind).order_by(EmailMessage.created)))
    assert kinds == ["organization-domain-failing", "organization-domain-lost"]


def test_domains_are_looked_at_once_a_day(boss, registry, db, outside):
    add(boss, "x.example")
    outside.records["x.example"] = [f"package-index-verification={row(db).token}"]
    verify(boss)
    outside.records.clear()
    with offline(registry) as request:
        verify_domains(request)
    assert row(db).failing_since is None, "it was looked at just now"
    waited(db)
    with offline(registry) as request:
        verify_domains(request)
    assert row(db).failing_since is not None

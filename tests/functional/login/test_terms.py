"""Terms of use and privacy notice, and who agreed to which revision."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.functional.login.test_registration import register
from warehouse.accounts.models import TermsEngagement
from warehouse.accounts.policies import Policies, Policy, read_policy

TERMS = "# What you may do\n\nPublish\npackages.\n\n- no <b>spam</b>\n- no malware"


@pytest.fixture
def terms(registry, monkeypatch):
    """Set the terms of use; without them there are none."""

    def put(revision):
        policies = Policies(terms=Policy(revision, TERMS))
        monkeypatch.setitem(registry, Policies, policies)
        settings = registry.settings["warehouse"]
        site = replace(settings.site, terms=Path("terms.txt"))
        whole = replace(settings, site=site)
        monkeypatch.setitem(registry.settings, "warehouse", whole)

    return put


def engagements(db):
    found = db.scalars(select(TermsEngagement).order_by(TermsEngagement.created)).all()
    return [(each.revision, each.engagement.value) for each in found]


def test_the_operators_text_is_shown_as_text(client, terms):
    terms("2026-11-28")
    page = client.get("/policy/terms-of-use/")
    text = page.html.find(class_="prose")
    assert [each.text for each in text.find_all("h2")] == ["What you may do"]
    assert [each.text for each in text.find_all("li")] == ["no <b>spam</b>", "no malware"]
    assert "Publish packages." in text.text
    assert "2026-11-28" in text.text
    assert "/policy/terms-of-use/" in client.get("/help/")


@pytest.mark.parametrize("path", ["/policy/terms-of-use/", "/policy/privacy/"])
def test_texts_that_nobody_wrote_are_no_pages(client, path):
    client.get(path, status=404)
    assert path not in client.get("/help/")


def test_registering_is_agreeing_to_the_revision(client, db, terms):
    terms("1")
    assert "/policy/terms-of-use/" in client.get("/account/register/")
    register(client)
    assert engagements(db) == [("1", "agreed")]


def test_another_revision_is_asked_about_again(client, db, terms):
    client.sign_in(make_user(db))
    assert "terms of use have changed" not in client.get("/manage/account/")
    client.get("/account/view-terms-of-service/", status=404)
    for revision in ("1", "2"):
        terms(revision)
        page = client.get("/manage/account/")
        asked = page.click("The terms of use have changed.")
        asked.forms["agree"].submit().follow()
        page = client.get("/manage/account/")
        assert "terms of use have changed" not in page
        assert "You agreed to" in client.get("/account/view-terms-of-service/")
    assert engagements(db) == [
        *(("1", "viewed"), ("1", "agreed")),
        *(("2", "viewed"), ("2", "agreed")),
    ]


def test_a_first_line_names_the_revision(tmp_path):
    path = tmp_path / "terms.txt"
    path.write_text("Revision: 2026-11-28\n\nBe kind.\n")
    assert read_policy(path) == Policy("2026-11-28", "Be kind.")
    path.write_text("Be kind.\n")
    first = read_policy(path)
    path.write_text("Be very kind.\n")
    assert first.text == "Be kind."
    assert read_policy(path).revision != first.revision
    assert read_policy(None) is None

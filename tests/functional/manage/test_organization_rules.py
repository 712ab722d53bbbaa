"""Owners set rules; whoever does not meet them keeps their role and can only leave."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_project
from tests.functional.login.factors import give_key, give_totp
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.macaroons.caveats import TokenPermission
from warehouse.organizations.errors import RulesUnmet
from warehouse.organizations.models import Organization, OrganizationRole
from warehouse.packaging.services import OwnershipService
from warehouse.security import Actor

ACME = "/manage/organization/acme/"
RULES = f"{ACME}rules/"
FACTOR = "/manage/account/two-factor/"


@pytest.fixture
def tina(db, grace, eggs):
    """A member of an organization, whose team maintains its project."""
    tina = make_user(db, "tina")
    acme = make_organization(db, "acme", owner=grace, projects=(eggs,))
    db.add(OrganizationRole(organization=acme, user=tina, role_name="Member"))
    give_team(db, acme, tina, "crew", projects=(eggs,))
    return tina


@pytest.fixture
def boss(browser, tina, grace):
    return browser(grace)


def act(browser, path, **values):
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def upload(browser, token, status):
    filename, content = "eggs-3.0-py3-none-any.whl", wheel("eggs", "3.0")
    body = forms.body(
        forms.fields(filename, content, name="eggs", version="3.0"), filename, content
    )
    return browser().post("/legacy/", body, headers=forms.headers(token), status=status)


@pytest.mark.parametrize(
    ("rule", "give", "said"),
    [
        ("second-factor", give_totp, "second factor"),
        ("passkey", give_key, "security key or passkey"),
    ],
)
def test_members_who_lack_what_is_asked_can_only_leave(
    boss, browser, db, grace, tina, rule, give, said
):
    refused = act(boss, f"{RULES}{rule}/", is_asked="yes").text
    assert "You do not meet it yourself" in refused
    give(db, grace)
    tab, token = browser(tina), browser().token(tina)
    assert "tina" in boss.get(f"{RULES}{rule}/").text
    page = act(boss, f"{RULES}{rule}/", is_asked="yes").follow()
    assert f"Every member needs a {said} now." in page.text
    assert "tina" in page.html.select_one("main").text
    for path in (f"{ACME}people/", f"{ACME}team/crew/members/"):
        assert FACTOR in tab.get(path, status=303).location
    assert said in upload(browser, token, 403).text
    assert "You do not belong to Acme any more." in (
        act(tab, f"{ACME}people/leave/").follow().text
    )
    assert f"A {said} is asked of every member" in boss.get(f"{ACME}history/").text
    act(boss, f"{RULES}{rule}/", is_asked="no")
    assert "no longer asked" in boss.get(f"{ACME}history/").text


def test_only_trusted_publishers_upload_if_owners_say_so(boss, browser, tina):
    token = browser().token(tina)
    act(boss, f"{RULES}trusted-publishing/", is_asked="yes")
    refused = upload(browser, token, 403).text
    assert "Acme takes uploads of trusted publishers only" in refused
    act(boss, f"{RULES}trusted-publishing/", is_asked="no")
    upload(browser, token, 200)


def test_tokens_that_last_too_long_fail_at_making_and_at_use(boss, browser, grace, tina):
    ending = browser().token(tina, lifetime=timedelta(days=20), description="short")
    token = browser().token(tina, description="long")
    reading = browser().token(grace, permission=TokenPermission.READ, description="api")
    page = act(boss, f"{RULES}token-life/", days="30").follow()
    assert "The token long of tina" in " ".join(page.html.select_one("main").text.split())
    assert "The token short" not in page.text
    assert "longer than Acme allows (days: 30)" in upload(browser, token, 403).text
    path, headers = "/api/v1/projects/eggs", {"Authorization": f"Bearer {reading}"}
    assert "(days: 30)" in browser().get(path, headers=headers, status=403).json["detail"]
    upload(browser, ending, 200)
    form = browser(tina).get("/manage/account/token/new/").forms["make-token"]
    form["description"], form["lifetime"] = "new", "90"
    assert "(days: 30)" in form.submit().text


def test_organizations_keep_to_their_own_limit_of_tokens(boss, db):
    act(boss, f"{RULES}token-life/", days="7")
    page = boss.get(f"{ACME}tokens/new/")
    offered = [each[0] for each in page.forms["make-token"]["lifetime"].options]
    assert offered == ["7", "date"]


@pytest.mark.parametrize(("makers", "status"), [("members", 200), ("managers", 403)])
def test_rules_say_which_members_add_projects(boss, browser, tina, makers, status):
    act(boss, f"{RULES}projects/", makers=makers)
    browser(tina).get(f"{ACME}projects/new/", status=status)


def test_only_people_with_addresses_of_a_domain_are_invited(boss, browser, db, tina, bob):
    bad = act(boss, f"{RULES}invitations/", domains="not a domain").text
    assert "“not” is no domain: write it as in example.org." in bad
    act(boss, f"{RULES}invitations/", domains="Example.ORG")
    refused = act(boss, f"{ACME}people/invite/", username="bob", role_name="Member")
    assert "No verified address of bob has a domain" in refused.text
    bob.emails[0].email = "bob@example.org"
    db.commit()
    act(boss, f"{ACME}people/invite/", username="bob", role_name="Member").follow()
    act(boss, f"{RULES}invitations/", domains="elsewhere.example")
    page = browser(bob).get("/manage/organizations/").click("Join Acme")
    refused = page.forms["answer"].submit().follow()
    assert "No verified address of bob has a domain" in refused.text


def test_an_owner_who_meets_the_rules_stays(boss, browser, db, grace, tina, bob):
    give_totp(db, grace)
    acme = db.query(OrganizationRole).filter_by(user_id=grace.id).one().organization
    db.add(OrganizationRole(organization=acme, user=bob, role_name="Owner"))
    db.commit()
    act(boss, f"{RULES}second-factor/", is_asked="yes")
    assert "would have no owner who meets its rules" in (
        act(boss, f"{ACME}people/leave/").text
    )
    give_totp(db, bob)
    assert "You do not belong" in act(boss, f"{ACME}people/leave/").follow().text


def test_nobody_brings_a_project_who_does_not_meet_the_rules(db, registry, grace, bob):
    acme = make_organization(db, "acme", owner=grace)
    acme.requires_passkey = True
    db.add(OrganizationRole(organization=acme, user=bob, role_name="Manager"))
    spam = make_project(db, "spam", owner=bob)
    with offline(registry) as request:
        group, project = request.db.merge(acme), request.db.merge(spam)
        actor, service = (
            Actor(user=request.db.merge(bob)),
            request.service(OwnershipService),
        )
        with pytest.raises(RulesUnmet, match="passkey"):
            service.transfer(project, group, actor=actor)


def test_people_are_told_of_rules_that_concern_them(boss, browser, db, grace, tina):
    browser().token(tina, description="long")
    give_totp(db, grace)
    acme = db.scalars(select(Organization)).one()
    ada = make_user(db, "ada")
    db.add(OrganizationRole(organization=acme, user=ada, role_name="Owner"))
    db.commit()
    act(boss, f"{RULES}second-factor/", is_asked="yes")
    act(boss, f"{RULES}token-life/", days="30")
    act(boss, f"{RULES}trusted-publishing/", is_asked="yes")
    kinds = set(db.scalars(select(EmailMessage.kind)))
    theirs = {
        "organization-rule-changed",
        "organization-rule-unmet",
        "tokens-last-too-long",
        "tokens-refused",
    }
    assert kinds >= theirs

"""Members of an organization, whom its own identity provider knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from tests.builders.providers import CLIENT, SECRET
from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.fixtures.client import Client
from tests.functional.single_sign_on.ways import ADA, said_on
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.organizations import queries
from warehouse.organizations.errors import NotAMember, ProviderGone
from warehouse.organizations.models import (
    Organization,
    OrganizationIdentity,
    OrganizationProvider,
    OrganizationRole,
)
from warehouse.organizations.services import OrganizationService, ProviderService
from warehouse.security import SYSTEM
from warehouse.single_sign_on import make_members_party
from warehouse.single_sign_on.relying_party import MembersRelyingParty

PAGE = "/manage/organization/acme/single-sign-on/"
RULE = "/manage/organization/acme/rules/sign-on/"
LEAVE = "/organization/acme/single-sign-on/"
OWNER = {**ADA, "sub": "1", "email": "owner@corp.example"}


@pytest.fixture
def acme(db):
    return make_organization(db, "acme", owner=make_user(db, "owner"))


@pytest.fixture
def browser(client):
    """Make browsers of people."""

    def of(user):
        found = Client(client.app, client.registry)
        found.sign_in(user)
        return found

    return of


@pytest.fixture
def boss(browser, db, acme):
    return browser(queries.owners_of(db, acme.id)[0])


@pytest.fixture
def ada(db, acme):
    """A member, who owns nothing."""
    user = make_user(db, "countess")
    db.add(OrganizationRole(organization=acme, user=user, role_name="Member"))
    db.commit()
    return user


def set_up(boss, provider, **changes):
    """Fill in the form of the provider."""
    form = boss.get(f"{PAGE}new/").forms["action"]
    values = {"issuer": provider.url, "client": CLIENT, "client_secret": SECRET}
    for name, value in {**values, "groups": "groups", **changes}.items():
        form[name] = value
    return form.submit()


def visit(browser, provider, **person):
    """Sign in at the provider, and come back."""
    return browser.get(provider.signs_in(browser.get(LEAVE).location, **person))


def identify(browser, provider, **person):
    """The same, and say that it is oneself."""
    page = visit(browser, provider, **person).follow()
    return page.forms["membership"].submit().follow()


@pytest.fixture
def is_on(boss, acme_provider):
    """Have the owner set the provider up and sign in by it."""
    set_up(boss, acme_provider)
    identify(boss, acme_provider, **OWNER)
    return acme_provider


def act(browser, path, **values):
    """Fill in the form of an action."""
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def test_an_owner_tries_it_before_it_is_there_for_members(
    boss, browser, db, ada, acme_provider
):
    page = set_up(boss, acme_provider).follow()
    assert "not tried yet" in page.text
    assert SECRET not in page.text
    member = browser(ada)
    member.get(LEAVE, status=404)
    page = visit(boss, acme_provider, **OWNER).follow()
    assert "owner@corp.example" in page.html.strong.text
    assert not db.scalar(select(OrganizationProvider.is_on))
    page = page.forms["membership"].submit().follow()
    assert "127.0.0.1 knows you as owner@corp.example." in page.text
    assert "It does not know you yet." in member.get(PAGE).text
    assert "127.0.0.1 knows you as ada@corp.example." in (
        identify(member, acme_provider, **ADA).text
    )
    assert visit(member, acme_provider, **ADA).location.endswith(PAGE)
    history = boss.get("/manage/organization/acme/history/").text
    assert "Members can sign in by the identity provider" in history
    assert "organization-provider-changed" in set(db.scalars(select(EmailMessage.kind)))
    act(boss, f"{PAGE}remove/")
    assert "has no identity provider" in boss.get(PAGE).text
    member.get(LEAVE, status=404)


def test_nobody_is_signed_in_by_it(client, db, ada, is_on):
    """Neither strangers nor people of other accounts; what it says opens no account."""
    assert "/account/login/?next=" in client.get(LEAVE, status=303).location
    client.sign_in(make_user(db, "stranger"))
    client.get(LEAVE, status=403)
    client.reset()
    assert client.get("/manage/account/").status_int == 303


def test_members_sign_in_every_few_hours_if_owners_say_so(boss, browser, db, ada, is_on):
    member, people = browser(ada), "/manage/organization/acme/people/"
    assert act(boss, RULE, hours="8").status_int == 303
    page = member.get(people, status=303).follow()
    assert "asks its members to sign in by its identity provider" in said_on(page)
    leaving = member.get(page.html.find(id="membership")["href"]).location
    page = member.get(is_on.signs_in(leaving, **ADA)).follow()
    assert page.forms["membership"].submit().location.endswith("/acme/people/")
    for hours, status in [(7, 200), (9, 303)]:
        proved = datetime.now(UTC) - timedelta(hours=hours)
        db.execute(update(OrganizationIdentity).values(proved=proved))
        db.commit()
        member.get(people, status=status)
        boss.get(people, status=status)
    visit(member, is_on, **ADA)
    member.get(people, status=200)
    act(boss, RULE, hours="")
    boss.get(people, status=200)


def test_the_rule_is_set_by_somebody_who_meets_it(browser, db, acme, is_on):
    other = make_user(db, "other")
    db.add(OrganizationRole(organization=acme, user=other, role_name="Owner"))
    db.commit()
    assert "You do not meet it yourself." in act(browser(other), RULE, hours="8").text


def test_groups_of_it_are_those_of_its_own_teams(boss, browser, db, acme, ada, is_on):
    owner = queries.owners_of(db, acme.id)[0]
    other = make_organization(db, "other", owner=owner)
    db.add(OrganizationRole(organization=other, user=ada, role_name="Member"))
    for each in (acme, other):
        give_team(db, each, owner, "crew").outside_group = "crew"
    db.commit()
    group = "/manage/organization/acme/team/crew/settings/group/"
    assert "sign in by 127.0.0.1" in boss.get(group).text
    member = browser(ada)
    identify(member, is_on, **ADA, groups=["crew"])
    db.expire_all()
    assert [len(queries.team_roles_of(db, each.id, ada.id)) for each in (acme, other)] == [
        1,
        0,
    ]
    visit(member, is_on, **ADA, groups=[])
    db.expire_all()
    assert queries.team_roles_of(db, acme.id, ada.id) == []


NOT_OURS = "The answer of 127.0.0.1 is not one to this sign-in."


def test_a_membership_is_not_proved_by_what_others_began(boss, browser, db, ada, is_on):
    """CSRF: the state is of one browser, person and organization."""
    member = browser(ada)
    theirs = is_on.signs_in(boss.get(LEAVE).location, **OWNER)
    assert NOT_OURS in said_on(member.get(theirs).follow())
    ours = is_on.signs_in(member.get(LEAVE).location, **ADA)
    codes = {each: parse_qs(urlsplit(each).query)["code"][0] for each in (theirs, ours)}
    mixed = ours.replace(codes[ours], codes[theirs])
    assert NOT_OURS in said_on(member.get(mixed).follow())
    assert "It does not know you yet." in member.get(PAGE).text


def test_a_membership_is_not_proved_twice_by_one_answer(browser, ada, is_on):
    member = browser(ada)
    back = is_on.signs_in(member.get(LEAVE).location, **ADA)
    member.get(back).follow().forms["membership"].submit()
    assert NOT_OURS in said_on(member.get(back).follow())


def test_members_come_back_whatever_the_organization_is_called_by_then(
    browser, db, registry, acme, ada, is_on
):
    """A provider takes no address that it does not know."""
    member = browser(ada)
    identify(member, is_on, **ADA)
    [known] = parse_qs(urlsplit(member.get(LEAVE).location).query)["redirect_uri"]
    with offline(registry) as request:
        found = queries.organization_named(request.db, "acme")
        request.service(OrganizationService).rename(found, "roadrunner", actor=SYSTEM)
        request.db.commit()
    leaving = member.get("/organization/roadrunner/single-sign-on/").location
    assert parse_qs(urlsplit(leaving).query)["redirect_uri"] == [known]
    page = member.get(is_on.signs_in(leaving, **ADA))
    assert page.location.endswith("/manage/organization/roadrunner/single-sign-on/")
    for key in ("roadrunner", "0" * 32):
        path = f"/account/login/organization/{key}/return/?state=x"
        member.get(path, status=404)


def test_an_index_may_let_no_organization_have_a_provider(
    boss, db, acme, acme_provider, with_accounts
):
    with_accounts(organization_providers=False)
    sentence = "The administrators let no organization name"
    page = boss.get(PAGE)
    assert sentence in page.text
    assert f"{PAGE}new/" not in page.text
    assert sentence in set_up(boss, acme_provider).text
    assert db.scalar(select(OrganizationProvider)) is None


def test_an_identity_is_that_of_one_member(browser, ada, is_on):
    page = identify(browser(ada), is_on, **OWNER)
    assert "Another member is owner@corp.example" in said_on(page)


def test_providers_of_index_and_organization_are_not_mixed_up(
    browser, ada, is_on, with_single_sign_on
):
    """Though they be one issuer: neither state nor proof of one is any for the other."""
    with_single_sign_on(
        issuer=is_on.url, client=CLIENT, secret=SECRET, name="Example", groups="groups"
    )
    member, index = browser(ada), "/account/login/single-sign-on/"
    back = is_on.signs_in(member.get(LEAVE).location, **ADA)
    state = urlsplit(back).query
    page = member.get(f"{index}return/?{state}").follow().follow()
    assert "The answer of Example is not one to this sign-in." in said_on(page)
    own = is_on.signs_in(member.get(f"{index}?for=link").location, **ADA)
    ours = f"{urlsplit(back).path}?{urlsplit(own).query}"
    assert NOT_OURS in said_on(member.get(ours).follow())
    member.get(back).follow()
    page = member.get("/manage/account/single-sign-on/").follow()
    assert "That took too long." in said_on(page)


@pytest.mark.parametrize(
    ("issuer", "said"),
    [
        ("ldap://corp.example", "Begin the address with"),
        ("https://corp.example/?x=1", "is no address of an identity provider"),
        ("https://me@corp.example/", "is no address of an identity provider"),
    ],
)
def test_an_address_that_cannot_be_asked_is_named(boss, acme_provider, issuer, said):
    page = set_up(boss, acme_provider, issuer=issuer)
    assert said in page.text
    assert SECRET not in page.text


def test_a_provider_in_a_private_network_is_not_asked(
    boss, acme_provider, registry, monkeypatch
):
    """SSRF: an owner names an address, and learns nothing of what is there."""
    set_up(boss, acme_provider)
    settings = registry.settings["warehouse"]
    own = replace(settings.trusted_publishing, private=False)
    party = make_members_party(replace(settings, trusted_publishing=own))
    monkeypatch.setitem(registry, MembersRelyingParty, party)
    assert "127.0.0.1 cannot be reached" in said_on(boss.get(LEAVE).follow())
    assert acme_provider.asked == []


def test_a_provider_that_is_gone_meanwhile_is_missed(boss, browser, db, acme, ada, is_on):
    assert "Remove it first." in set_up(boss, is_on).text
    member = browser(ada)
    page = visit(member, is_on, **ADA).follow()
    act(boss, RULE, hours="8")
    leftover = boss.get(RULE).forms["action"]
    removing = boss.get(f"{PAGE}remove/").forms["action"]
    for _ in range(2):
        removing.submit()
    assert acme.sign_on_hours is None
    page.forms["membership"].submit(status=404)
    leftover["hours"] = "8"
    assert "no such identity provider" in leftover.submit().text


def test_a_proof_ends_with_the_provider_and_with_the_membership(
    db, registry, acme, ada, is_on
):
    told = {"subject": "1", "label": "x", "switches_on": False, "actor": SYSTEM}
    cases = [
        (ada, "https://other.example", ProviderGone),
        (make_user(db, "stranger"), is_on.url, NotAMember),
    ]
    with offline(registry) as request:
        service = request.service(ProviderService)
        organization = request.db.get(Organization, acme.id)
        for user, issuer, error in cases:
            with pytest.raises(error):
                service.identify(organization, user, issuer=issuer, **told)

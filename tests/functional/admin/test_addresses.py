"""The domains of addresses, which DNS is asked about, and passwords of breaches."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.functional.admin.acting import act
from tests.functional.login.test_mail_domains import Names
from warehouse.accounts.addresses import MAIL_RESOLVER
from warehouse.accounts.models import DisableReason, Email, ProhibitedEmailDomain, User
from warehouse.accounts.signals import PasswordDisabled
from warehouse.events.models import StaffAction
from warehouse.http import offline
from warehouse.security import SYSTEM

PATH = "/admin/users/ada/email_domain_check/"


@pytest.fixture
def support(client, db):
    """A browser in which a member of support is signed in."""
    client.sign_in(make_user(db, "helper", is_support=True))
    return client


@pytest.fixture
def resolved(registry, with_accounts, monkeypatch):
    """DNS is asked, and answers as the fake outside world does."""
    with_accounts(asks_dns=True)
    monkeypatch.setitem(registry, MAIL_RESOLVER, Names())


def at(db, domain):
    """A person with an address there."""
    user = make_user(db, "ada")
    user.emails[0].email = f"ada@{domain}"
    db.commit()


@pytest.mark.usefixtures("resolved")
@pytest.mark.parametrize(
    ("domain", "status"),
    [
        ("good.example.org", "active"),
        ("slow.example.org", "unknown"),
        ("nowhere.example.org", "undelegated"),
        ("bad.example.org", "prohibited"),
    ],
)
def test_the_answer_of_dns_is_kept_and_verifies_nothing(support, db, domain, status):
    at(db, domain)
    db.add(ProhibitedEmailDomain(domain="bad.example.org"))
    db.commit()
    page = act(support, PATH).follow()
    assert f"The domain of ada@{domain} is {status}." in page.text
    assert f"domain {status} on" in page.text
    email = db.scalars(select(Email).where(Email.email == f"ada@{domain}")).one()
    assert (email.domain_last_status, email.verified) == ([status], True)
    row = db.scalars(select(StaffAction)).one()
    assert row.after["emails"][0]["domain"] == [status]


def test_without_a_resolver_nothing_is_asked(support, db):
    at(db, "good.example.org")
    assert "set EMAIL_DNS" in act(support, PATH).text
    assert db.scalars(select(StaffAction)).all() == []


def test_an_account_without_addresses_has_no_domain_to_check(support, db, resolved):
    db.delete(make_user(db, "ada").emails[0])
    db.commit()
    assert "Not a valid choice." in act(support, PATH).text


def test_passwords_of_breaches_are_counted(support, db, registry):
    make_user(db, "ada")
    with offline(registry) as request:
        user = request.db.query(User).filter_by(username="ada").one()
        for reason in DisableReason:
            request.announce(PasswordDisabled(user, SYSTEM, reason))
    facts = support.get("/admin/users/ada/").html.select(".facts div")
    assert "Passwords known from a breach1" in [each.text.strip() for each in facts]


def test_several_addresses_are_verified_at_once(admin, db):
    user = make_user(db, "ada")
    names = ["ada@example.org", "ada@example.net"]
    db.add_all(Email(user=user, email=each) for each in names)
    db.commit()
    path = "/admin/users/ada/emails/"
    ticked = {f"verified.{each}": True for each in names}
    act(admin, path, **ticked).follow()
    db.expire_all()
    assert all(each.verified for each in user.emails)
    form = admin.get(path).forms["action"]
    assert all(form[each].checked for each in ticked)
    fields = {"reason": "r", "csrf_token": form["csrf_token"].value, "verified.eve@x": "on"}
    assert "“eve@x” cannot be chosen." in admin.post(path, fields).text


class Slow(Names):
    """DNS that tells whether somebody else could change the account meanwhile."""

    def __init__(self, db):
        self.db = db

    def resolve(self, *asked, **options):
        self.db.execute(select(User.id).with_for_update(nowait=True))
        self.db.rollback()
        return super().resolve(*asked, **options)


@pytest.mark.usefixtures("resolved")
def test_while_dns_is_asked_the_account_is_not_locked(support, db, registry, monkeypatch):
    at(db, "good.example.org")
    with Session(db.get_bind()) as other:
        monkeypatch.setitem(registry, MAIL_RESOLVER, Slow(other))
        assert "is active" in act(support, PATH).follow().text

"""Whether mail to a new address could arrive, which DNS is asked only if it is wanted."""

import dns.resolver
import pytest

from tests.functional.login.test_registration import mails, register
from warehouse.accounts.addresses import MAIL_RESOLVER, make_resolver
from warehouse.accounts.models import ProhibitedEmailDomain


class Names:
    """The outside world: one domain has a mail server, one has none, one is slow."""

    lifetime = 1

    def resolve(self, name, kind, search=False):
        """Answer as a resolver does."""
        domain = str(name).rstrip(".")
        if domain == "slow.example.org":
            raise dns.resolver.LifetimeTimeout(timeout=1, errors=[])
        if domain == "nowhere.example.org":
            raise dns.resolver.NXDOMAIN
        if kind != "MX":
            raise dns.resolver.NoAnswer
        answer = dns.rrset.from_text(f"{domain}.", 60, "IN", "MX", "5 mx.bulk.example.net.")
        return list(answer)


@pytest.fixture(autouse=True)
def names(registry, with_accounts, monkeypatch):
    with_accounts(asks_dns=True)
    monkeypatch.setitem(registry, MAIL_RESOLVER, Names())


@pytest.mark.parametrize("domain", ["good.example.org", "slow.example.org"])
def test_an_address_at_which_mail_may_arrive_is_taken(client, db, domain):
    assert register(client, email=f"z@{domain}").status_code == 303
    assert [each.recipient for each in mails(db)] == [f"z@{domain}"]


def test_an_address_at_which_no_mail_arrives_is_refused(client, db):
    page = register(client, email="z@nowhere.example.org")
    assert "No mail can arrive at z@nowhere.example.org." in page
    assert mails(db) == []


def test_a_prohibited_mail_server_is_found_behind_any_domain(client, db):
    db.add(ProhibitedEmailDomain(domain="bulk.example.net", is_mx_record=True))
    db.add(ProhibitedEmailDomain(domain="good.example.org", is_mx_record=True))
    db.commit()
    page = register(client, email="z@good.example.org")
    assert "Addresses at good.example.org cannot be used here." in page


def test_the_resolver_of_the_system_does_not_wait_for_ever():
    assert make_resolver().lifetime == 5

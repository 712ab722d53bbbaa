"""Whether mail to a new address could arrive, which DNS is asked only if it is wanted."""

import dns.resolver
import pytest
from structlog.testing import capture_logs

from tests.functional.login.test_registration import mails, register
from warehouse.accounts.addresses import MAIL_RESOLVER, make_resolver
from warehouse.accounts.models import ProhibitedEmailDomain

HOSTS = {
    "own.example.org": {"MX": "5 mx.own.example.org."},
    "mx.own.example.org": {"A": "192.0.2.25", "AAAA": "2001:db8::25"},
    "25.2.0.192.in-addr.arpa": {"PTR": "host25.rented.example.net."},
    "deaf.example.org": {"MX": "5 mx.deaf.example.org."},
    "mx.deaf.example.org": {"A": "192.0.2.26"},
    "26.2.0.192.in-addr.arpa": {"PTR": None},
}


class Names:
    """The outside world: one domain has a mail server, one has none, one is slow."""

    lifetime = 1

    def resolve(self, name, kind, search=False, lifetime=None):
        """Answer as a resolver does."""
        domain = str(name).rstrip(".")
        if domain in HOSTS and kind in HOSTS[domain]:
            text = HOSTS[domain][kind]
            if text is None:
                raise dns.resolver.LifetimeTimeout(timeout=1, errors=[])
            return list(dns.rrset.from_text(f"{domain}.", 60, "IN", kind, text))
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


def test_a_prohibited_host_is_found_behind_the_address_of_a_mail_server(client, db):
    assert register(client, email="z@own.example.org").status_code == 303
    client.reset()
    rented = ProhibitedEmailDomain(domain="rented.example.net", is_mx_record=True)
    db.add(rented)
    db.commit()
    page = register(client, username="other", email="y@own.example.org")
    assert "Addresses at own.example.org cannot be used here." in page


def test_an_address_is_taken_where_dns_does_not_name_its_host(client, db):
    db.add(ProhibitedEmailDomain(domain="rented.example.net", is_mx_record=True))
    db.commit()
    with capture_logs() as logged:
        assert register(client, email="z@deaf.example.org").status_code == 303
    said = {"servers": ["mx.deaf.example.org"], "error": "LifetimeTimeout"}
    [line] = [each for each in logged if each["event"] == "mail_host_unknown"]
    assert said.items() <= line.items()

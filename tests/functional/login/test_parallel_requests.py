"""Requests about accounts at the same time, over real connections that really commit."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD, Client
from tests.functional.login.test_registration import link_in
from warehouse.accounts.models import Email, User
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.passwords import PasswordService
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent
from warehouse.http import offline

AT_ONCE = 6


@pytest.fixture
def config(configured):
    return configured(LIMIT_EMAIL_ADD="3 per day")


@pytest.fixture
def session(config):
    with config.registry[SessionFactory].make() as session:
        yield session


@pytest.fixture
def clients(config):
    application = wrap(config)
    return [Client(application, config.registry) for _ in range(AT_ONCE)]


def at_once(jobs):
    """Run all jobs at the same moment; return what they return."""
    barrier = Barrier(len(jobs))

    def run(job):
        barrier.wait(20)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def registration(client, username, email):
    form = client.get("/account/register/").forms["register"]
    form["username"], form["email"] = username, email
    form["new_password"] = form["password_confirm"] = PASSWORD
    return lambda: form.submit(status="*").status_code


def count(session, kind, *conditions):
    return session.scalar(select(func.count()).select_from(kind).where(*conditions))


def test_a_link_for_a_new_password_is_used_once_by_many_at_once(config, session, clients):
    user = make_user(session, "arthur")
    with offline(config.registry) as request:
        email = request.db.get(Email, user.emails[0].id)
        link = request.service(PasswordService).reset_link(email)
    forms = []
    for number, client in enumerate(clients):
        form = client.get(f"/account/reset-password/?token={link}").forms["reset-password"]
        password = f"seven purple llamas dancing {number}"
        form["new_password"] = form["password_confirm"] = password
        forms.append(form)
    places = [each.location for each in at_once([form.submit for form in forms])]
    assert Counter(place.rsplit("/", 2)[1] for place in places) == {
        "login": 1,
        "request-password-reset": AT_ONCE - 1,
    }
    assert count(session, UserEvent, UserEvent.tag == "account:password:reset") == 1


def test_a_link_verifies_an_address_once_for_many_at_once(config, session, clients):
    user = make_user(session, "arthur")
    user.emails.append(Email(email="new@example.com", primary=False, verified=False))
    session.commit()
    with offline(config.registry) as request:
        email = request.db.get(Email, user.emails[1].id)
        link = request.service(AddressService).verification_link(email)
    for client in clients:
        client.sign_in(user)
    path = f"/account/verify-email/?token={link}"
    answers = at_once([lambda each=each: each.get(path, status=303) for each in clients])
    assert len(answers) == AT_ONCE
    assert count(session, UserEvent, UserEvent.tag == "account:email:verified") == 1


@pytest.mark.parametrize(
    ("names", "addresses"),
    [
        (["zaphod", "ZAPHOD"], ["z1@example.com", "z2@example.com"]),
        (["zaphod", "trillian"], ["z@example.com", "Z@example.com"]),
    ],
)
def test_a_name_or_an_address_goes_to_one_of_those_who_register_at_once(
    session, clients, names, addresses
):
    jobs = [
        registration(client, name, address)
        for client, name, address in zip(clients, names, addresses, strict=False)
    ]
    assert sorted(at_once(jobs)) == [200, 303]
    assert count(session, User, User.is_active.is_(False), User.password != "!") == 1
    assert count(session, EmailMessage) == 1


def test_no_more_register_at_once_than_the_limit(session, clients):
    jobs = [
        registration(client, f"zaphod{number}", f"z{number}@example.com")
        for number, client in enumerate(clients)
    ]
    assert sorted(at_once(jobs)) == [303] * 3 + [429] * (AT_ONCE - 3)
    assert count(session, EmailMessage) == 3


def test_no_more_links_are_sent_at_once_than_the_limit(session, clients):
    user = make_user(session, "arthur")
    user.emails[0].verified = False
    session.commit()
    jobs = []
    for client in clients:
        client.sign_in(user)
        form = client.get("/manage/unverified-account/").forms["send-again"]
        jobs.append(form.submit)
    at_once(jobs)
    found = session.scalars(select(EmailMessage)).all()
    assert len(found) == 3
    assert len({link_in(each) for each in found}) >= 1

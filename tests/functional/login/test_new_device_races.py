"""Sign-ins from a new network at the same time: one message, and confirmed once."""

import re
from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from tests.functional.login.factors import give_codes, give_totp, second_page
from tests.functional.login.test_parallel_requests import AT_ONCE, at_once
from warehouse.accounts.models import UniqueLogin, User
from warehouse.accounts.services.new_devices import Attempt, NewDeviceService
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.email.models import EmailMessage
from warehouse.events.models import IPAddress, UserEvent
from warehouse.http import offline
from warehouse.security import Actor

KIND = EmailMessage.kind == "unrecognized-login"


@pytest.fixture
def config(configured):
    return configured(SMTP_URL="smtp://127.0.0.1:1", WAREHOUSE_DOMAIN="localhost")


@pytest.fixture
def session(config):
    with config.registry[SessionFactory].make() as session:
        yield session


@pytest.fixture
def clients(config):
    application = wrap(config)
    return [Client(application, config.registry) for _ in range(AT_ONCE)]


@pytest.fixture
def user(session):
    user = make_user(session, "arthur")
    give_totp(session, user)
    give_codes(session, user, "f" * 16, *(str(each) * 16 for each in range(AT_ONCE)))
    return user


def form_of(client, user, number):
    """The form with a recovery code, from one of many addresses of a network."""
    client.extra_environ["REMOTE_ADDR"] = f"2001:db8:1:2::{number}"
    page = second_page(client, user).click("Use a recovery code instead")
    form = page.forms["recovery-code"]
    form["recovery_code_value"] = str(number) * 16
    return form


def count(session, kind, *conditions):
    return session.scalar(select(func.count()).select_from(kind).where(*conditions))


def signed_in(session, method):
    tag = UserEvent.tag == "account:login:success"
    of_method = UserEvent.additional["two_factor_method"].astext == method
    return count(session, UserEvent, tag, of_method)


def test_one_message_is_sent_about_many_sign_ins_at_once(session, clients, user):
    forms = [form_of(each, user, number) for number, each in enumerate(clients)]
    answers = at_once([lambda form=form: form.submit(status="*") for form in forms])
    places = {each.location for each in answers if each.status_code == 303}
    assert {place.rpartition("/account/")[2] for place in places} <= {"confirm-login/"}
    assert count(session, EmailMessage, KIND) == 1
    assert count(session, UniqueLogin) == 1
    assert count(session, UserEvent, UserEvent.tag == "account:login:new_device") == 1
    assert signed_in(session, "recovery-code") == 0


@pytest.mark.parametrize("is_waiting", [False, True])
def test_a_quarter_of_an_hour_counts_for_all_at_once(config, session, user, is_waiting):
    """A sign-in waits while another writes the message, and then sees it was written."""
    address = IPAddress(ip_address="2001:db8:1:2::99")
    session.add(address)
    session.flush()
    if is_waiting:
        session.add(UniqueLogin(user_id=user.id, ip_address_id=address.id))
    session.commit()
    key = user.id

    def admit(number):
        with offline(config.registry) as request:
            waiting = Attempt(request.db.get(User, key), "totp", "/", "a browser")
            actor = Actor(address=f"2001:db8:1:2::{number}")
            return request.service(NewDeviceService).admit(waiting, actor=actor)

    jobs = [lambda number=number: admit(number) for number in range(AT_ONCE)]
    assert at_once(jobs) == [False] * AT_ONCE
    assert count(session, EmailMessage, KIND) == 1
    assert count(session, UniqueLogin) == 1


def test_a_link_confirms_once_for_many_at_once(session, clients, user):
    form_of(clients[0], user, 0).submit(status=303)
    body = session.scalar(select(EmailMessage.body).where(KIND))
    link = re.search(r"http://localhost(?::80)?(/account/confirm-login/\S+)", body)[1]
    forms = []
    for number, client in enumerate(clients[1:]):
        client.extra_environ["REMOTE_ADDR"] = f"2001:db8:1:2::{number}"
        forms.append(client.get(link, status=200).forms["confirm"])
    answers = at_once([form.submit for form in forms])
    places = Counter(each.location.partition("/account/")[2] for each in answers)
    assert places == {"": 1, "login/": AT_ONCE - 2}
    assert signed_in(session, "email-confirmation") == 1

"""One code of a second factor in many requests at the same time, which really commit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from tests.functional.login.factors import code_of, give_codes, give_totp, second_page
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.events.models import UserEvent

MANY = 4
TRIES = 12


@pytest.fixture
def config(configured):
    return configured()


@pytest.fixture
def session(config):
    with config.registry[SessionFactory].make() as session:
        yield session


@pytest.fixture
def user(session):
    user = make_user(session, "arthur")
    give_totp(session, user)
    give_codes(session, user, "0" * 16, "1" * 16)
    return user


@pytest.fixture
def at_once(config, user):
    """Signs in as often as told, and sends a code from all these browsers together."""
    application = wrap(config)

    def at_once(form, field, code, *, times):
        barrier = Barrier(times)
        pages = []
        for _ in range(times):
            page = second_page(Client(application, config.registry), user)
            if form == "recovery-code":
                page = page.click("Use a recovery code instead")
            page.forms[form][field] = code
            pages.append(page.forms[form])

        def send(sent):
            barrier.wait(20)
            answer = sent.submit(expect_errors=True)
            # Whoever comes when the sign-in is over has to begin again.
            is_over = answer.status_code == 303 and "/account/login/" in answer.location
            return 200 if is_over else answer.status_code

        with ThreadPoolExecutor(times) as pool:
            return sorted(pool.map(send, pages))

    return at_once


def test_a_code_of_the_app_is_accepted_once(at_once, session, user):
    answers = at_once("totp", "totp_value", code_of(user.totp_secret), times=MANY)
    assert answers == [200] * (MANY - 1) + [303]
    signed_in = select(func.count()).where(UserEvent.tag == "account:login:success")
    assert session.scalar(signed_in) == 1


def test_a_recovery_code_is_accepted_once(at_once, session):
    answers = at_once("recovery-code", "recovery_code_value", "1" * 16, times=MANY)
    assert answers == [200] * (MANY - 1) + [303]


def test_no_more_codes_are_tried_than_the_limit_allows(at_once, session):
    answers = at_once("totp", "totp_value", "000000", times=TRIES)
    assert answers == [200] * 5 + [429] * (TRIES - 5)
    refused = select(func.count()).where(UserEvent.tag == "account:login:failure")
    assert session.scalar(refused) == 5

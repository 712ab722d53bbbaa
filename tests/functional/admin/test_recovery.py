"""Lost accounts are given back by staff who saw proof, and to nobody else."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from tests.functional.admin.acting import act
from tests.functional.login.test_registration import link_in, mails
from warehouse.recovery.models import RecoveryRequest

PATH = "/admin/users/arthur/account_recovery/"
NEW = "new@example.org"


@pytest.fixture
def arthur(db):
    return make_user(db, "arthur", totp_secret=b"0" * 20)


@pytest.fixture
def begun(admin, db, arthur):
    """A request that staff began, whose contact address is proved."""
    act(admin, f"{PATH}initiate/", override_to_email=NEW).follow()
    person = Client(admin.app, admin.registry)
    person.get(link_in(mails(db)[-1])).forms["confirm"].submit("confirm")
    return person


def ends(db):
    db.expire_all()
    return [each.ended_by for each in db.scalars(select(RecoveryRequest))]


def test_a_request_is_completed_once_its_contact_is_proved(admin, db, arthur, begun):
    again = act(admin, f"{PATH}initiate/", override_to_email=NEW)
    assert "Somebody asks for this account already." in again.text
    act(admin, f"{PATH}complete/", username="arthur").follow()
    assert ends(db) == ["completed"]
    primary = arthur.primary_email
    assert (primary.email, primary.verified) == (NEW, True)
    assert not arthur.has_second_factor
    assert arthur.disabled_for == "admin initiated"
    last = mails(db)[-1]
    assert (last.recipient, last.kind) == (NEW, "password-reset-by-admin")


def test_nothing_is_completed_before_the_contact_is_proved(admin, db, arthur):
    act(admin, f"{PATH}initiate/", override_to_email=NEW).follow()
    page = admin.get(f"{PATH}complete/")
    assert len(page.forms["action"].fields["request"][0].options) == 0
    assert ends(db) == [None]
    assert arthur.has_second_factor


def test_a_refused_request_is_told_of(admin, db, begun):
    act(admin, f"{PATH}cancel/").follow()
    assert ends(db) == ["refused"]
    assert (mails(db)[-1].recipient, mails(db)[-1].kind) == (NEW, "account-recovery-closed")
    assert "they saw no proof" in mails(db)[-1].body
    assert "Nobody asks for this account." in act(admin, f"{PATH}cancel/").text


def test_accounts_of_staff_are_not_given_back(admin, db):
    make_user(db, "mod", is_moderator=True)
    path = "/admin/users/mod/account_recovery/initiate/"
    assert "account of staff" in act(admin, path, override_to_email=NEW).text

"""Actions that need two: one asks, another approves, and only then is it done."""

import pytest
from pyramid.exceptions import ConfigurationError
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.fixtures.client import Client
from tests.functional.admin.acting import act
from tests.functional.admin.test_bulk import prepared, started
from warehouse.accounts.models import User
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.events.models import ApprovalStatus, StaffAction, StaffApproval
from warehouse.flags.models import AdminFlag


@pytest.fixture
def index(configured):
    """An index where freezing and deleting need two."""
    return configured(ADMIN_TWO_PERSON="freeze,project.delete,flag.edit,organization.edit")


@pytest.fixture
def rows(index):
    session = index.registry[SessionFactory].make()
    yield session
    session.close()


@pytest.fixture
def staff(index, rows):
    """Signs an administrator in, in a browser of their own."""
    application = wrap(index)

    def staff(name):
        client = Client(application, index.registry)
        client.sign_in(make_user(rows, name, is_superuser=True))
        return client

    return staff


def is_frozen(rows):
    rows.rollback()
    return rows.scalar(select(User.is_frozen).where(User.username == "sly"))


def asked(rows, client):
    make_user(rows, "sly")
    page = act(client, "/admin/users/sly/freeze/", username="sly", reason="spam").follow()
    assert "It waits for another administrator to approve it." in page.text
    rows.rollback()
    waiting = rows.scalars(select(StaffApproval)).one()
    return f"/admin/approvals/{waiting.id}/"


def decide(client, place, decision):
    return client.get(place).forms["decide"].submit("decision", value=decision)


def test_an_action_is_done_when_another_approves_it(staff, rows):
    place = asked(rows, staff("one"))
    assert not is_frozen(rows)
    assert "sly is frozen." in decide(staff("two"), place, "approve").follow().text
    assert is_frozen(rows)
    row = rows.scalars(select(StaffAction)).one()
    assert (row.actor_name, row.reason) == ("two", "spam (asked for by one)")


def test_nobody_approves_what_they_asked_for_themselves(staff, rows):
    one = staff("one")
    place = asked(rows, one)
    form = one.get(place).forms["decide"]
    page = one.post(place, {"csrf_token": form["csrf_token"].value, "decision": "approve"})
    assert "Another administrator has to approve it." in page.text
    assert not is_frozen(rows)
    assert "It is declined." in decide(one, place, "decline").follow().text


def test_a_decision_is_made_once(staff, rows):
    place = asked(rows, staff("one"))
    two, three = staff("two"), staff("three")
    form = three.get(place).forms["decide"]
    decide(two, place, "decline")
    assert (
        "It was declined already, by two." in form.submit("decision", value="approve").text
    )
    assert not is_frozen(rows)
    assert rows.scalars(select(StaffApproval.status)).one() == ApprovalStatus.DECLINED


def test_other_actions_need_nobody_else(staff, rows):
    make_user(rows, "sly", is_frozen=True)
    act(staff("one"), "/admin/users/sly/unfreeze/", reason="sorry").follow()
    assert not is_frozen(rows)


def test_an_action_that_does_not_exist_is_refused_at_boot(configured):
    with pytest.raises(ConfigurationError, match="there is no action 'vanish'"):
        configured(ADMIN_TWO_PERSON="vanish")


def test_a_bulk_action_is_started_by_another_than_prepared_it(staff, rows):
    make_project(rows, "casino-01")
    one, two = staff("one"), staff("two")
    page = prepared(one, "project.delete", "casino")
    assert (
        "Another administrator has to start it"
        in started(page, reason="spam", count="1").text
    )
    page = started(two.get(page.request.path), reason="spam", count="1").follow()
    assert "running" in page.text


def test_an_approved_action_is_done_to_what_it_was_asked_for(staff, rows):
    one, two = staff("one"), staff("two")
    organization = make_organization(rows, "gang")
    rows.commit()
    act(
        one,
        f"/admin/organizations/{organization.id}/edit/",
        reason="r",
        display_name="Crew",
    )
    act(one, "/admin/flags/edit/?id=disallow-new-upload", reason="attack", enabled=True)
    rows.rollback()
    for waiting in rows.scalars(select(StaffApproval)).all():
        decide(two, f"/admin/approvals/{waiting.id}/", "approve").follow()
    rows.expire_all()
    assert organization.display_name == "Crew"
    assert rows.get_one(AdminFlag, "disallow-new-upload").enabled
    done = rows.execute(select(StaffAction.action, StaffAction.subject_name)).all()
    assert ("flag.edit", "disallow-new-upload") in done

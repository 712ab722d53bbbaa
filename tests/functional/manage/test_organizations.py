"""People apply for organizations, and staff ask, approve and decline."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.functional.admin.acting import act as staff_act
from warehouse.email.models import EmailMessage
from warehouse.events.models import OrganizationEvent
from warehouse.http import offline
from warehouse.organizations.models import (
    ApplicationStatus,
    Organization,
    OrganizationApplication,
    OrganizationRole,
)
from warehouse.organizations.tasks import sweep_applications

APPLY = "/manage/organizations/apply/"
WANTED = {
    "name": "Acme-Tools",
    "display_name": "Acme <Tools>",
    "link_url": "https://acme.example",
    "description": "We make tools.",
    "usage": "Six projects that eight people work on together.",
}


@pytest.fixture
def guest(browser, grace):
    return browser(grace)


@pytest.fixture
def root(browser, db):
    return browser(make_user(db, "root", is_superuser=True))


def apply(browser, **values):
    form = browser.get(APPLY).forms["apply"]
    for name, value in {**WANTED, **values}.items():
        form[name] = value
    return form.submit()


def newest(db):
    db.expire_all()
    order = OrganizationApplication.submitted.desc()
    return db.scalars(select(OrganizationApplication).order_by(order)).first()


def mails(db):
    order = EmailMessage.created
    return list(db.scalars(select(EmailMessage.kind).order_by(order)))


def test_an_approved_application_is_an_organization(guest, root, db, browser, bob):
    assert "Your application is sent." in apply(guest).follow().text
    apply(browser(bob), name="acme_tools").follow()
    first = db.scalars(
        select(OrganizationApplication).order_by(OrganizationApplication.submitted)
    ).first()
    assert "Applications for organizations" in root.get("/admin/").text
    path = f"/admin/organization_applications/{first.id}/"
    page = root.get("/admin/organization_applications/?q=status:submitted").click(
        "Acme-Tools", index=0
    )
    assert "Acme &lt;Tools&gt;" in page.text
    assert "acme_tools" in page.text
    page = staff_act(root, f"{path}approve/", message="Welcome").follow()
    assert "The organization Acme-Tools is made." in page.text
    role = db.scalars(select(OrganizationRole)).one()
    assert (role.user.username, role.role_name) == ("grace", "Owner")
    tags = set(db.scalars(select(OrganizationEvent.tag)))
    assert {"organization:create", "organization:approve"} <= tags
    assert newest(db).status is ApplicationStatus.DECLINED
    assert mails(db)[2:] == ["new-organization-approved", "new-organization-declined"]
    assert "Acme &lt;Tools&gt;" in guest.get("/manage/organizations/").text
    assert guest.get("/org/Acme-Tools/").status_int == 200


def test_a_question_is_answered_and_notes_stay_among_staff(guest, root, db):
    apply(guest)
    key = newest(db).id
    path = f"/admin/organization_applications/{key}/"
    staff_act(root, f"{path}note/", message="looks odd").follow()
    staff_act(root, f"{path}ask/", message="Which projects?").follow()
    assert "waits for your answer" in guest.get("/manage/organizations/").text
    page = guest.get(f"/manage/organizations/application/{key}/")
    assert "Which projects?" in page.text
    assert "looks odd" not in page.text
    form = page.forms["answer"]
    assert "Write an answer." in form.submit().text
    form["response"] = "Those of the <team>."
    assert "Your answer is sent." in form.submit().follow().text
    assert newest(db).status is ApplicationStatus.SUBMITTED
    assert "Those of the &lt;team&gt;." in root.get(path).text
    assert "new-organization-moreinformationneeded" in mails(db)
    assert "Nobody has asked anything." in form.submit().text


def test_declined_applications_end_after_a_month(guest, root, db, registry):
    apply(guest)
    path = f"/admin/organization_applications/{newest(db).id}/"
    staff_act(root, f"{path}defer/").follow()
    assert newest(db).status is ApplicationStatus.DEFERRED
    staff_act(root, f"{path}decline/", message="No.").follow()
    assert "is declined already" in staff_act(root, f"{path}approve/").text
    newest(db).updated -= timedelta(days=31)
    db.commit()
    with offline(registry) as request:
        request.enqueue(sweep_applications)
    assert newest(db) is None
    assert db.scalars(select(Organization)).all() == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "-x-"}, "“-x-” is no name"),
        ({"name": "taken"}, "“taken” belongs to an organization"),
        ({"link_url": "javascript:alert(1)"}, "Begin it with https://."),
        ({"usage": "too short"}, "Use 32 to 1024 characters."),
        ({"display_name": "x" * 101}, "Use at most 100 characters."),
    ],
)
def test_a_wrong_application_is_explained_and_kept(guest, db, grace, values, said):
    make_organization(db, "taken", owner=grace)
    page = apply(guest, **values)
    assert said in page.text
    assert page.forms["apply"]["description"].value == WANTED["description"]
    assert newest(db) is None


def test_nobody_has_more_than_three_open_applications(guest):
    for number in range(3):
        apply(guest, name=f"acme-{number}").follow()
    assert "You have applied for “ACME.1” already." in apply(guest, name="ACME.1").text
    assert "Wait until your other applications" in apply(guest, name="acme-4").text
    assert "Apply for an organization" not in guest.get("/manage/organizations/").text


def test_applications_of_others_are_not_found(guest, browser, bob, db):
    apply(guest)
    other = browser(bob)
    other.get(f"/manage/organizations/application/{newest(db).id}/", status=404)
    other.get("/manage/organizations/application/7/", status=404)


def test_an_open_index_makes_an_organization_at_once(guest, with_accounts, db):
    with_accounts(organizations="open", organizations_per_user="1 per day")
    page = guest.get("/manage/organizations/").click("Make an organization")
    form = page.forms["apply"]
    assert "usage" not in form.fields
    for name in ("name", "display_name", "link_url", "description"):
        form[name] = WANTED[name]
    said = form.submit().follow().follow()
    assert "Acme &lt;Tools&gt; is made." in said.text
    role = db.scalars(select(OrganizationRole)).one()
    assert (role.user.username, role.role_name) == ("grace", "Owner")
    form["name"] = "acme.tools"
    assert "belongs to an organization, or did" in form.submit().text
    form["name"] = "second"
    assert "That was too often." in form.submit().text

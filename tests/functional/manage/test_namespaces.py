"""Owners ask for namespaces, and staff grant, refuse, ask and take back (PEP 752)."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_project
from tests.functional.admin.acting import act as staff_act
from warehouse.email.models import EmailMessage
from warehouse.events.models import OrganizationEvent
from warehouse.namespaces.models import Namespace, NamespaceApplication

PLACE = "/manage/organization/acme/namespaces/"
ADMIN = "/admin/namespace_applications/"


@pytest.fixture
def acme(db, grace):
    return make_organization(db, "acme", owner=grace)


@pytest.fixture
def boss(browser, acme, grace):
    return browser(grace)


@pytest.fixture
def root(browser, db):
    return browser(make_user(db, "root", is_superuser=True))


def ask(browser, name, place=PLACE):
    form = browser.get(f"{place}new/").forms["action"]
    form["name"], form["reason"] = name, "Plugins of <acme>."
    return form.submit()


def granted(db):
    db.expire_all()
    return [each.name for each in db.scalars(select(Namespace).order_by(Namespace.name))]


def kinds(db):
    return list(db.scalars(select(EmailMessage.kind).order_by(EmailMessage.created)))


def key(db):
    return db.scalars(select(NamespaceApplication.id)).one()


def test_an_approved_application_is_a_grant_that_either_side_ends(boss, root, db):
    assert "The administrators are asked for Foo.Bar." in ask(boss, "Foo.Bar").follow().text
    assert granted(db) == []
    assert "Applications for namespaces" in root.get("/admin/").text
    page = root.get(f"{ADMIN}?q=status:submitted").click("Foo.Bar")
    assert "Plugins of &lt;acme&gt;." in page.text
    path = f"{ADMIN}{key(db)}/"
    said = staff_act(root, f"{path}approve/", message="Have <fun>.").follow().text
    assert "acme has the namespace Foo.Bar." in said
    assert granted(db) == ["Foo.Bar"]
    assert "is approved already" in staff_act(root, f"{path}decline/").text
    page = boss.get(PLACE).click("Give back")
    assert "no namespace of the organization any more" in (
        page.forms["action"].submit().follow().text
    )
    assert granted(db) == []
    give_namespace(db, db.scalars(select(NamespaceApplication)).one().organization, "eggs")
    page = root.get("/admin/namespaces/?q=org:acme").click("eggs")
    form = page.forms["action"]
    form["reason"], form["message"] = "squatting", "You <never> used it."
    assert "acme has no namespace eggs any more." in form.submit().follow().text
    assert granted(db) == []
    assert kinds(db) == [
        *("namespace-requested", "namespace-granted"),
        *("namespace-removed", "namespace-removed"),
    ]
    assert "&lt;never&gt;" in db.scalars(select(EmailMessage.html)).all()[-1]
    log = boss.get("/manage/organization/acme/history/").text
    assert all(f"namespace {verb}" in log for verb in ("was granted", "ended"))


def test_a_question_is_answered_and_notes_stay_among_staff(boss, root, db):
    ask(boss, "foo")
    path, mine = f"{ADMIN}{key(db)}/", f"{PLACE}application/{key(db)}/"
    staff_act(root, f"{path}note/", message="looks odd").follow()
    staff_act(root, f"{path}ask/", message="Which <projects>?").follow()
    page = boss.get(PLACE).click("foo", index=0)
    assert "Which &lt;projects&gt;?" in page.text
    assert "looks odd" not in page.text
    form = page.forms["answer"]
    assert "Write an answer." in form.submit().text
    form["response"] = "Those of the team."
    assert "Your answer is sent." in form.submit().follow().text
    assert "Nobody has asked anything." in form.submit().text
    assert "Those of the team." in root.get(path).text
    staff_act(root, f"{path}decline/", message="No.").follow()
    assert "declined" in boss.get(mine).text
    assert kinds(db)[1:] == ["namespace-moreinformationneeded", "namespace-declined"]
    assert f"http://localhost{mine}" in db.scalars(select(EmailMessage.body)).all()[1]


def test_an_application_is_taken_back(boss, root, db):
    ask(boss, "foo")
    path = f"{ADMIN}{key(db)}/"
    form = root.get(f"{path}approve/").forms["action"]
    page = boss.get(PLACE).click("Take back").forms["action"].submit().follow()
    assert "The application for foo is taken back." in page.text
    form["reason"] = "late"
    form.submit(status=404)
    tags = set(db.scalars(select(OrganizationEvent.tag)))
    assert {"organization:namespace:request", "organization:namespace:withdraw"} <= tags


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("-foo-", "“-foo-” is no namespace"),
        ("<b>", "“&lt;b&gt;” is no namespace"),
        ("taken-more", "overlaps the namespace taken, which belongs to other."),
        ("mine-a-b", "at most 2 may be in each other"),
        ("asked", "has applied for “asked” already"),
    ],
)
def test_nothing_is_asked_that_could_not_be_granted(boss, db, acme, name, said):
    give_namespace(db, make_organization(db, "other"), "taken")
    give_namespace(db, acme, "mine")
    give_namespace(db, acme, "mine-a")
    ask(boss, "Asked")
    assert said in ask(boss, name).text
    assert len(db.scalars(select(NamespaceApplication)).all()) == 1


def test_an_organization_asks_for_a_few_at_once(boss, db):
    for name in ("a1", "b1", "c1"):
        ask(boss, name).follow()
    assert "Wait until your other applications are decided." in ask(boss, "d1").text
    assert len(db.scalars(select(NamespaceApplication)).all()) == 3


def test_names_nobody_else_uses_are_granted_at_once(boss, db, grace, bob, with_accounts):
    with_accounts(namespaces="open")
    make_project(db, "foo-mine", owner=grace)
    make_project(db, "bar-1", owner=bob)
    assert "is a namespace of the organization now" in ask(boss, "foo").follow().text
    assert "The administrators are asked for bar." in ask(boss, "bar").follow().text
    assert granted(db) == ["foo"]
    assert kinds(db) == ["namespace-granted", "namespace-requested"]


def test_nobody_asks_where_staff_alone_grant(boss, acme, with_accounts, db):
    form = boss.get(f"{PLACE}new/").forms["action"]
    form["name"], form["reason"] = "foo", "x"
    with_accounts(namespaces="off")
    assert "Ask them if you need one." in boss.get(PLACE).text
    boss.get(f"{PLACE}new/", status=404)
    form.submit(status=404)
    assert db.scalars(select(NamespaceApplication)).all() == []


def test_a_person_asks_for_so_many_a_day(boss, db, grace, with_accounts):
    with_accounts(namespaces_per_user="1 per day")
    make_organization(db, "second", owner=grace)
    ask(boss, "foo").follow()
    assert (
        "That was too often."
        in ask(boss, "bar", "/manage/organization/second/namespaces/").text
    )

"""Everybody with a role is written to about what is yanked and deleted, and by whom."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.functional.admin.acting import act as staff_act
from tests.functional.manage.test_releases import EGGS, RELEASE, WHEEL, act
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.packaging.models import Role
from warehouse.packaging.services import ReleaseService, YankService
from warehouse.security import SYSTEM


def written(db, kind=None):
    """Return the text of each message by the name of its reader."""
    found = db.scalars(select(EmailMessage)).all()
    return {
        each.recipient_name: " ".join(each.body.split())
        for each in found
        if kind in (None, each.kind)
    }


@pytest.mark.parametrize(
    ("path", "values", "kind", "said"),
    [
        (
            f"{RELEASE}yank/",
            {"confirm_yank_version": "2.0", "yanked_reason": "broken <b>"},
            "yanked-project-release",
            "grace (owner) yanked version 2.0 of Eggs",
        ),
        (
            f"{RELEASE}unyank/",
            {"confirm_unyank_version": "2.0"},
            "unyanked-project-release",
            "grace (owner) gave version 2.0 of Eggs",
        ),
        (
            f"{WHEEL}yank/",
            {"yanked_reason": "broken <b>"},
            "yanked-project-release",
            "grace (owner) yanked the file eggs-2.0-py3-none-any.whl of Eggs 2.0",
        ),
        (
            f"{WHEEL}unyank/",
            {},
            "unyanked-project-release",
            "grace (owner) gave the file eggs-2.0-py3-none-any.whl of Eggs 2.0",
        ),
        (
            f"{RELEASE}delete/",
            {"confirm_delete_version": "2.0"},
            "removed-project-release",
            "grace (owner) deleted version 2.0 of Eggs",
        ),
        (
            f"{WHEEL}delete/",
            {"confirm_project_name": "Eggs"},
            "removed-project-release-file",
            "grace (owner) deleted the file eggs-2.0-py3-none-any.whl of Eggs 2.0",
        ),
        (
            f"{EGGS}delete_project/",
            {"confirm_project_name": "Eggs"},
            "removed-project",
            "grace (owner) deleted the project Eggs",
        ),
    ],
)
def test_everybody_with_a_role_is_written_to(owner, db, path, values, kind, said):
    act(owner, path, **values).follow()
    found = written(db, kind)
    assert set(found) == {"grace", "bob"}
    assert all(said in text for text in found.values())
    assert "account grace is owner" in found["grace"].replace(" was ", " is ")
    assert "account bob is maintainer" in found["bob"].replace(" was ", " is ")
    assert ("/manage/deleted/" in found["grace"]) == kind.startswith("removed")
    assert "/manage/deleted/" not in found["bob"]
    if "yanked_reason" in values:
        assert "broken <b>" in found["bob"]


def test_owners_of_the_organization_are_told_that_a_project_is_gone(owner, db, eggs):
    boss = make_user(db, "boss")
    make_organization(db, "acme", owner=boss, projects=(eggs,))
    act(owner, f"{EGGS}delete_project/", confirm_project_name="Eggs").follow()
    found = written(db, "removed-project")
    assert set(found) == {"grace", "bob", "boss"}
    assert "account boss was owner" in found["boss"]


def test_staff_who_own_a_project_write_once_and_are_not_named(browser, db, eggs):
    root = make_user(db, "root", is_superuser=True)
    db.add(Role(project=eggs, user=root, role_name="Owner"))
    db.commit()
    path = "/admin/projects/eggs/release/2.0/delete/"
    staff_act(browser(root), path, confirm_version="2.0").follow()
    kinds = list(db.scalars(select(EmailMessage.kind)))
    assert kinds == ["removed-project-release"] * 3
    assert "root" not in written(db)["bob"]


def test_an_act_of_nobody_with_a_role_is_told_without_a_name(db, registry, eggs):
    with offline(registry) as request:
        [release] = [each for each in eggs.releases if each.version == "1.0"]
        release = request.db.merge(release)
        request.service(YankService).yank(release, reason="", actor=SYSTEM)
        request.service(ReleaseService).delete(release, actor=SYSTEM)
    found = written(db)
    assert "The administrators of" in found["bob"]
    assert set(db.scalars(select(EmailMessage.kind))) == {"yanked-project-release"}

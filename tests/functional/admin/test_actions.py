"""Actions of staff: each has a reason, is done by a service, and is recorded for good."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.admin.acting import act
from warehouse.events.models import StaffAction
from warehouse.packaging.limits import MIB


def test_an_action_is_recorded_with_reason_and_state(admin, db):
    sly = make_user(db, "sly")
    page = act(admin, "/admin/users/sly/freeze/", username="sly", reason="sends spam")
    assert "sly is frozen." in page.follow().text
    db.expire_all()
    assert sly.is_frozen
    [row] = db.scalars(select(StaffAction))
    assert (row.action, row.actor_name, row.subject_name) == ("user.freeze", "root", "sly")
    assert (row.reason, row.before, row.after) == (
        "sends spam",
        {"is_frozen": False},
        {"is_frozen": True},
    )
    assert "user.freeze: sends spam" in admin.get("/admin/users/sly/").text


def test_nothing_is_done_without_reason_or_with_a_wrong_name(admin, db):
    sly = make_user(db, "sly")
    page = act(admin, "/admin/users/sly/freeze/", username="sky", reason="")
    assert "Say why: the record keeps it." in page.text
    assert "Type “sly”, not “sky”." in page.text
    db.expire_all()
    assert not sly.is_frozen
    assert db.scalars(select(StaffAction)).all() == []


def test_limits_are_set_in_whole_units_within_bounds(admin, db):
    project = make_project(db, "large")
    path = "/admin/projects/large/set_upload_limit/"
    assert "between 100 and 1024" in act(admin, path, upload_limit="7", reason="r").text
    act(admin, path, upload_limit="200", reason="wheels with CUDA").follow()
    db.expire_all()
    assert project.upload_limit == 200 * MIB
    act(admin, path, upload_limit="", reason="no longer").follow()
    db.expire_all()
    assert project.upload_limit is None


@pytest.mark.parametrize(
    "change", ["UPDATE staff_actions SET reason = ''", "DELETE FROM staff_actions"]
)
def test_nobody_changes_what_staff_did(db, change):
    with pytest.raises(ProgrammingError, match="never changed"):
        db.execute(text(change))

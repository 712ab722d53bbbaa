"""New names that resemble those that many require are queued, once."""

import pytest
from sqlalchemy import select

from tests.builders import forms, wheels
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.admin.acting import act
from warehouse.packaging.models import ProjectRequirement
from warehouse.scanning.models import NameMatch


@pytest.fixture
def required(db):
    """A project that others require."""
    project = make_project(db, "requests")
    db.add(ProjectRequirement(name="requests", dependent="x", project_id=project.id))
    db.commit()


def test_a_new_project_is_compared_with_what_others_require(client, admin, db, required):
    content = wheels.wheel("reqeusts", "1.0")
    filename = "reqeusts-1.0-py3-none-any.whl"
    body = forms.body(forms.fields(filename, content, name="reqeusts"), filename, content)
    headers = forms.headers(client.token(make_user(db, "mallory")))
    client.post("/legacy/", body, headers=headers, status=200)
    [match] = db.scalars(select(NameMatch))
    assert (match.resembles, match.reason) == ("requests", "two letters in another order")
    assert "reqeusts" in admin.get("/admin/name-matches/?q=is:open").text
    act(admin, f"/admin/name-matches/{match.id}/dismiss/", reason="a pun").follow()
    db.expire_all()
    assert match.dismissed_by == "root"

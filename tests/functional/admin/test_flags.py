"""Flags: switched with a reason and an end, and read-only mode."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.architecture.test_routes import methods
from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_project, make_release
from tests.functional.admin.acting import act
from warehouse.accounts.models import User
from warehouse.db import Base
from warehouse.flags import Flags
from warehouse.flags.models import AdminFlag
from warehouse.macaroons.models import Macaroon

EDIT = "/admin/flags/edit/?id=read-only"
WORKS = {
    *("forklift.upload", "forklift.upload.redirect", "forklift.moved"),
    *("forklift.moved.form", "admin.flags.edit"),
    *("login.login", "login.logout", "login.two_factor", "login.reauthenticate"),
    *(
        "login.webauthn.validate",
        "login.passkey.validate",
        "admin.token.decode",
        "admin.search",
    ),
}
"""Routes that take a POST in read-only mode, and write nothing then but the flag."""


def switch(db, name="read-only", **columns):
    flag = db.get(AdminFlag, name)
    for key, value in {"enabled": True, **columns}.items():
        setattr(flag, key, value)
    db.commit()


def test_a_flag_is_switched_with_reason_and_end(admin, db):
    page = act(admin, EDIT, enabled=True, ends="2026-13-01", reason="moving")
    assert "Not a valid datetime" in page.text
    assert "This time is over." in act(admin, EDIT, enabled=True, ends="2020-01-01").text
    act(admin, EDIT, enabled=True, ends="2999-12-24 18:00", reason="moving").follow()
    flag = db.get(AdminFlag, "read-only")
    assert flag.ends == datetime(2999, 12, 24, 18, tzinfo=UTC)
    assert "moving" in admin.get("/admin/flags/").text


@pytest.mark.parametrize(("days", "is_on"), [(1, True), (-1, False)])
def test_a_flag_ends_by_itself(db, days, is_on):
    switch(db, ends=datetime.now(UTC) + timedelta(days=days))
    assert Flags(db).is_on("read-only") is is_on


def written(db):
    tables = [each for each in Base.metadata.sorted_tables if each.name != "admin_flags"]
    return {each.name: db.scalar(select(func.count()).select_from(each)) for each in tables}


def routes_that_write(configurator):
    for each in configurator.introspector.get_category("views"):
        view = each["introspectable"]
        if view["route_name"] and not view["exception_only"] and "POST" in methods(view):
            wanted = view["request_param"]
            yield view["route_name"], {} if wanted is None else {wanted: "1"}


def test_nothing_is_written_in_read_only_mode(admin, db, configurator):
    make_release(db, make_project(db, "x"), "x")
    give_team(db, make_organization(db, "x"), make_user(db), "x")
    switch(db)
    before, last_login = written(db), db.scalar(select(User.last_login).limit(1))
    seen = set()
    for name, form in routes_that_write(configurator):
        if name == "admin.flags.edit" or name.startswith("api.xmlrpc"):
            continue
        route = configurator.introspector.get("routes", name)
        answer = admin.post(_path(route["pattern"]), form, expect_errors=True)
        assert name in WORKS or answer.status_int == 503, (name, answer.status_int)
        seen.add(name)
    assert seen | {"admin.flags.edit"} >= WORKS
    db.rollback()
    assert written(db) == before
    assert db.scalar(select(User.last_login).limit(1)) == last_login


def _path(pattern):
    return "/".join("x" if part.startswith("{") else part for part in pattern.split("/"))


def test_an_administrator_signs_in_and_ends_read_only_mode(client, db):
    user = make_user(db, "boss", is_superuser=True)
    switch(db)
    before = user.last_login
    client.sign_in(user)
    db.refresh(user)
    assert user.last_login == before
    act(client, EDIT, enabled=False).follow()
    db.expire_all()
    assert not db.get(AdminFlag, "read-only").enabled


def test_an_upload_in_read_only_mode_leaves_its_token_unused(client, db):
    switch(db)
    client.authorization = ("Basic", ("__token__", client.token(make_user(db, "ada"))))
    upload = {":action": "file_upload", "name": "eggs", "version": "1.0"}
    answer = client.post("/legacy/", upload, expect_errors=True)
    assert "Read-only mode" in answer.text
    assert db.scalars(select(Macaroon.last_used)).all() == [None]


def test_an_unknown_flag_is_not_found(admin):
    admin.get("/admin/flags/edit/?id=nothing", status=404)

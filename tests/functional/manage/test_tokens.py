"""Making tokens, seeing what became of them, and revoking them, as people do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import PASSWORD
from tests.functional.login.factors import give_totp
from warehouse.events.models import ProjectEvent, UserEvent
from warehouse.macaroons.models import Macaroon, MacaroonUpload

PAGE = "/manage/account/token/"


@pytest.fixture
def user(db):
    return make_user(db, "alice")


@pytest.fixture
def make(client, db, user):
    """Fill in the form of a new token and send it."""

    def make(*ticked, description="laptop", **values):
        form = client.get(f"{PAGE}new/").forms["make-token"]
        form["description"] = description
        if ticked:
            form["token_scope"] = "scope:projects"
        for name in ticked:
            form[f"project.{name}"] = True
        for name, value in values.items():
            form[name] = value
        return form.submit()

    client.sign_in(user)
    return make


def test_a_token_for_all_projects_is_not_made_where_some_are_ticked(db, user, make):
    make_project(db, "spam", owner=user)
    page = make("spam", token_scope="scope:user")
    assert "You ticked projects" in page.text
    assert db.scalars(select(Macaroon)).all() == []


def only_token(db):
    db.expire_all()
    return db.scalars(select(Macaroon)).one()


def test_a_token_for_several_projects_is_shown_once(client, db, user, make):
    ids = [str(make_project(db, name, owner=user).id) for name in ("Foo.Bar", "spam")]
    make_project(db, "other", owner=user)
    page = make("foo-bar", "spam")
    token = page.html.find(id="token").text
    assert token.startswith("pypi-Ag")
    assert "Foo.Bar, spam" in page.text
    assert token in page.html.find(id="pypirc").text
    for command in ("gh secret set", "glab variable set", "uv publish", "twine upload"):
        assert command in page.text
    macaroon = only_token(db)
    assert macaroon.caveats == [[1, ["foo-bar", "spam"]], [2, ids], [3, str(user.id)]]
    assert macaroon.additional == {"made_with_2fa": False, "origin": "http://localhost"}
    assert "no-store" in page.headers["Cache-Control"]
    for path in (PAGE, f"{PAGE}{macaroon.id}/"):
        assert token not in client.get(path).text


@pytest.mark.parametrize(("has_factor", "said"), [(True, "with a"), (False, "without a")])
def test_a_token_says_whether_its_owner_had_a_second_factor(
    client, db, user, make, has_factor, said
):
    if has_factor:
        give_totp(db, user)
    make()
    macaroon = only_token(db)
    assert macaroon.additional["made_with_2fa"] is has_factor
    assert f"{said} second factor" in client.get(f"{PAGE}{macaroon.id}/")


def test_making_and_revoking_are_in_the_histories(client, db, user, make):
    projects = [make_project(db, name, owner=user) for name in ("foo", "spam")]
    make("foo", "spam")
    revoke(client, only_token(db))
    for project in projects:
        found = select(ProjectEvent).where(ProjectEvent.source_id == project.id)
        events = {each.tag: each.additional for each in db.scalars(found)}
        assert set(events) >= {"project:api_token:added", "project:api_token:removed"}
        removed = events["project:api_token:removed"]
        assert (removed["description"], removed["user"]) == ("laptop", "alice")
    found = select(UserEvent).where(UserEvent.source_id == user.id).order_by(UserEvent.time)
    events = {each.tag: each.additional for each in db.scalars(found)}
    assert events["account:api_token:added"]["description"] == "laptop"
    assert "account:api_token:removed" in events


@pytest.mark.parametrize(("permission", "said"), [("read", "reads"), ("manage", "changes")])
def test_a_token_has_the_permission_that_was_chosen(
    client, db, user, make, permission, said
):
    project = make_project(db, "spam", owner=user)
    page = make("spam", permission=permission)
    assert page.html.find(id="pypirc") is None
    assert "/api/v1/projects" in page.html.find(id="curl").text
    macaroon = only_token(db)
    assert macaroon.caveats[0] == [100, permission]
    assert macaroon.caveats[2] == [2, [str(project.id)]]
    assert said in client.get(PAGE).html.select_one(".cards__item p").text
    again = revoke(client, macaroon).follow().click("Make another like it")
    assert again.forms["make-token"]["permission"].value == permission


def test_a_permission_that_there_is_not_is_refused(client, db, make):
    form = client.get(f"{PAGE}new/").forms["make-token"]
    form["description"] = "laptop"
    form["permission"].force_value("everything")
    assert "Choose what the token may do." in form.submit()
    assert db.scalars(select(Macaroon)).all() == []


def revoke(client, macaroon, password=PASSWORD):
    form = client.get(f"{PAGE}{macaroon.id}/").forms[f"revoke-{macaroon.id}"]
    form["confirm_password"] = password
    return form.submit()


def test_a_revoked_token_is_made_again_with_one_click(client, db, user, make):
    make_project(db, "foo", owner=user)
    make("foo", description="a & b")
    assert "The password is not right." in revoke(client, only_token(db), "wrong").text
    page = revoke(client, only_token(db)).follow()
    assert "The token a &amp; b is revoked." in page.text
    assert db.scalars(select(Macaroon)).all() == []
    form = page.click("Make another like it").forms["make-token"]
    assert form["description"].value == "a & b"
    assert (form["token_scope"].value, form["project.foo"].checked) == (
        "scope:projects",
        True,
    )
    assert "is revoked" not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"description": ""}, "Say what the token is for."),
        ({"description": "x" * 101}, "Use at most 100 characters."),
        ({"description": "x\0"}, "Null bytes are not allowed."),
        ({"token_scope": "scope:projects"}, "Choose at least one project."),
        ({"token_scope": "scope:unspecified"}, "Choose what the token is good for."),
        ({"token_scope": "scope:project:theirs"}, "Choose what the token is good for."),
        (
            {"token_scope": "scope:projects", "project.theirs": "yes"},
            "Choose what the token is good for.",
        ),
        ({"lifetime": "8"}, "Choose when the token ends."),
        ({"lifetime": "date"}, "Enter the day on which the token ends."),
        ({"lifetime": "date", "expires_on": "2020-01-01"}, "That day has passed."),
        ({"lifetime": "date", "expires_on": "soon"}, "Enter a date as in"),
        ({"lifetime": "date", "expires_on": "9999-12-31"}, "Choose a day until"),
    ],
)
def test_a_refused_form_says_what_is_wrong(client, db, user, make, values, problem):
    make_project(db, "mine", owner=user)
    make_project(db, "theirs", owner=make_user(db))
    sent = {
        "description": "laptop",
        "token_scope": "scope:user",
        "csrf_token": client.get(f"{PAGE}new/").forms["make-token"]["csrf_token"].value,
        **values,
    }
    page = client.post(PAGE, sent)
    assert problem in page.text
    assert "pypi-Ag" not in page.text
    assert db.scalars(select(Macaroon)).all() == []


def test_a_description_is_used_once(make):
    make()
    assert "You have a token with this description already." in make().text


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"lifetime": "7"}, 7),
        ({"lifetime": "365"}, 365),
        ({"lifetime": ""}, None),
    ],
)
def test_a_token_ends_when_it_was_said_to(db, make, values, days):
    page = make(**values)
    macaroon = only_token(db)
    if days is None:
        assert macaroon.expires is None
        assert "It never ends by itself." in page.text
        return
    left = macaroon.expires - datetime.now(UTC)
    assert timedelta(days=days, seconds=-60) < left <= timedelta(days=days)
    [(_, expires, begins)] = [each for each in macaroon.caveats if each[0] == 0]
    assert expires == int(macaroon.expires.timestamp())
    assert begins <= datetime.now(UTC).timestamp()


def test_a_token_works_until_the_end_of_a_chosen_day(db, make):
    day = (datetime.now(UTC) + timedelta(days=40)).date()
    make(lifetime="date", expires_on=day.isoformat())
    ends = only_token(db).expires
    assert ends.date() == day
    assert ends.hour == 23


def test_the_operator_sets_the_longest_life(client, db, registry, make, monkeypatch):
    settings = registry.settings["warehouse"]
    accounts = replace(settings.accounts, token_longest_days=60)
    whole = replace(settings, accounts=accounts)
    monkeypatch.setitem(registry.settings, "warehouse", whole)
    form = client.get(f"{PAGE}new/").forms["make-token"]
    offered = [value for value, *_ in form["lifetime"].options]
    assert offered == ["7", "30", "60", "date"]
    form["description"], form["token_scope"] = "x", "scope:user"
    for value in ("", "365"):
        form["lifetime"].force_value(value)
        assert "Choose when the token ends." in form.submit().text
    form["lifetime"] = "date"
    form["expires_on"] = (datetime.now(UTC) + timedelta(days=62)).date().isoformat()
    assert "Choose a day until" in form.submit().text
    assert db.scalars(select(Macaroon)).all() == []


def test_a_project_in_the_url_is_chosen_already(client, db, user, make):
    make_project(db, "Foo.Bar", owner=user)
    page = client.get(f"{PAGE}?selected_project=Foo_Bar", status=303).follow()
    form = page.forms["make-token"]
    assert form["token_scope"].value == "scope:projects"
    assert form["project.foo-bar"].checked
    other = client.get(f"{PAGE}new/?selected_project=theirs").forms["make-token"]
    assert other["token_scope"].value == "scope:user"


def test_a_page_says_which_files_were_uploaded_with_a_token(client, db, user, make):
    release = make_release(db, make_project(db, "foo", owner=user))
    make()
    macaroon = only_token(db)
    path = f"{PAGE}{macaroon.id}/"
    assert "No file is known" in client.get(path).text
    file = make_file(db, release, "foo-1.0.tar.gz")
    db.add(MacaroonUpload(macaroon_id=macaroon.id, file_id=file.id))
    db.commit()
    assert "foo-1.0.tar.gz" in client.get(path).text
    db.delete(file)
    db.commit()
    assert "No file is known" in client.get(path).text


def test_nobody_sees_or_revokes_the_token_of_another(client, db, user):
    client.token(user)
    macaroon = only_token(db)
    client.sign_in(make_user(db))
    client.get(f"{PAGE}{macaroon.id}/", status=404)
    client.get(f"{PAGE}{uuid4()}/", status=404)
    client.get(f"{PAGE}nonsense/", status=404)
    form = client.get(f"{PAGE}new/").forms["make-token"]
    values = {
        "csrf_token": form["csrf_token"].value,
        "macaroon_id": str(macaroon.id),
        "confirm_password": PASSWORD,
    }
    assert "does not exist" in client.post(PAGE, values).follow().text
    assert only_token(db) is not None

"""People delete their account, unless somebody depends on it."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.fixtures.client import PASSWORD
from warehouse.accounts.errors import UsernameUnavailable
from warehouse.accounts.models import User
from warehouse.accounts.services.users import UserService
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.packaging.models import JournalEntry, Role
from warehouse.security import SYSTEM

PAGE = "/manage/account/delete/"


@pytest.fixture
def alice(client, db):
    user = make_user(db, "Alice")
    client.sign_in(user)
    return user


@pytest.fixture
def delete(client):
    """Fill in the form and send it."""

    def send(username="alice", password=PASSWORD):
        form = client.get(PAGE).forms["delete-account"]
        form["username"], form["confirm_password"] = username, password
        return form.submit()

    return send


def is_there(db, name="alice"):
    db.expire_all()
    return db.scalar(select(User).where(User.username == name)) is not None


def test_an_account_is_deleted_with_all_that_is_its_own(client, db, alice, delete):
    project = make_project(db, "foo", owner=make_user(db, "bob"))
    db.add(Role(project=project, user=alice, role_name="Owner"))
    db.add(JournalEntry(name="foo", action="add Owner alice", submitted_by="alice"))
    db.commit()
    token = client.token(alice)
    page = delete()
    assert (page.status_int, page.location) == (303, "http://localhost/")
    assert not is_there(db)
    assert db.scalars(select(Macaroon)).all() == []
    assert [each.user.username for each in db.scalars(select(Role))] == ["bob"]
    entry = db.scalars(select(JournalEntry).where(JournalEntry.action.like("add%"))).one()
    assert entry.submitted_by == "deleted-user"
    [message] = db.scalars(select(EmailMessage)).all()
    assert (message.kind, message.recipient) == ("account-deleted", "Alice@example.com")
    assert message.user_id is None
    client.get("/manage/account/", status=303)
    headers = {"Authorization": f"Bearer {token}"}
    client.post("/legacy/", {":action": "file_upload"}, headers=headers, status=403)
    client.get("/user/alice/", status=404)


@pytest.mark.parametrize("name", ["alice", "Alice", "ALICE"])
def test_the_name_of_a_deleted_account_is_never_free(registry, db, alice, delete, name):
    delete()
    with offline(registry) as request, pytest.raises(UsernameUnavailable):
        request.service(UserService).create(
            name, email="new@example.com", password=PASSWORD, actor=SYSTEM
        )


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"username": ""}, "Type your username."),
        ({"username": "bob"}, "You typed “bob”, and your username is “Alice”."),
        ({"password": ""}, "Enter your password."),
        ({"password": "wrong"}, "The password is not right."),
    ],
)
def test_a_deletion_is_confirmed_with_name_and_password(db, alice, delete, values, problem):
    assert problem in delete(**values).text
    assert is_there(db)
    assert db.scalars(select(EmailMessage)).all() == []


def test_an_only_owner_is_told_what_to_do_first(client, db, alice):
    form = client.get(PAGE).forms["delete-account"]
    form["username"], form["confirm_password"] = "alice", PASSWORD
    make_project(db, "Foo.Bar", owner=alice)
    make_organization(db, "acme", owner=alice, projects=(make_project(db, "theirs"),))
    for page in (form.submit(), client.get(PAGE)):
        links = [each["href"] for each in page.html.find("main").find_all("a")]
        assert "/project/Foo.Bar/" in links
        assert "/org/acme/" in links
        assert "/project/theirs/" not in links
        assert "delete-account" not in page.forms
    assert is_there(db)
    assert db.scalars(select(EmailMessage)).all() == []


def test_a_form_of_another_site_deletes_nothing(client, db, alice):
    client.get(PAGE)
    values = {"username": "alice", "confirm_password": PASSWORD}
    client.post(PAGE, values, status=400)
    assert is_there(db)

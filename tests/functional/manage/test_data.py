"""People take along a copy of everything that is kept about their account."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.accounts import holdings
from warehouse.accounts.models import AccountExport
from warehouse.accounts.tasks import sweep_exports
from warehouse.db import Base
from warehouse.email.models import EmailMessage
from warehouse.events import record
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon, MacaroonNetwork
from warehouse.packaging.models import JournalEntry
from warehouse.security import Actor

PAGE = "/manage/account/data/"


@pytest.fixture
def alice(client, db):
    user = make_user(db, "alice", name="Alice A.")
    client.sign_in(user)
    return user


@pytest.fixture
def ask(client, db):
    """Ask for a copy; returns the link to it that was sent."""

    known = set()

    def send():
        client.get(PAGE).forms["export"].submit().follow()
        db.expire_all()
        found = select(EmailMessage).where(EmailMessage.kind == "account-export-ready")
        [message] = [each for each in db.scalars(found) if each.id not in known]
        known.add(message.id)
        [link] = [each for each in message.body.split() if "/download/" in each]
        return link

    return send


def files_of(answer):
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    assert len(archive.namelist()) == len(set(archive.namelist()))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_copy_has_everything_and_no_secret(client, db, alice, ask):
    project = make_project(db, "foo", owner=alice)
    make_organization(db, "acme", owner=alice)
    token = client.token(alice, description="laptop", projects=[project])
    key = db.scalars(select(Macaroon)).one()
    db.add(MacaroonNetwork(macaroon_id=key.id, network="198.51.100.0/24"))
    db.add(JournalEntry(name="foo", action="create", submitted_by="alice"))
    db.commit()
    answer = client.get(ask())
    files = files_of(answer)
    names = {name.removeprefix("alice/").removesuffix(".json") for name in files}
    assert names >= {
        "users",
        "user_emails",
        "user_events",
        "roles",
        "organization_roles",
        "macaroons",
        "macaroon_networks",
        "journals",
    }
    assert json.loads(files["alice/users.json"])[0]["name"] == "Alice A."
    assert json.loads(files["alice/macaroons.json"])[0]["description"] == "laptop"
    everything = "".join(files.values())
    assert "198.51.100.7" in everything
    for secret in (alice.password, token, key.key.hex(), "$argon2"):
        assert secret not in everything
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_copy_has_nothing_of_others(client, db, alice, ask):
    bob = make_user(db, "bob")
    make_project(db, "bobs", owner=bob)
    client.token(bob, description="of bob")
    actor = Actor(user=bob, address="203.0.113.9", client="bobs browser")
    record(db, alice, "account:role:add", actor, {"project_name": "foo"})
    db.commit()
    everything = "".join(files_of(client.get(ask())).values())
    assert "account:role:add" in everything
    for text in ("203.0.113.9", "bobs browser", "of bob", "bob@example.com"):
        assert text not in everything


def test_a_link_needs_the_session_of_its_owner(client, db, alice, ask):
    link = ask()
    client.get(link, status=200)
    client.get(link.replace("token=", "token=x"), status=404)
    client.get(link.partition("?")[0], status=404)
    client.reset()
    client.get(link, status=303)
    client.sign_in(make_user(db, "bob"))
    client.get(link, status=404)


def test_a_copy_is_deleted_after_a_while(client, registry, db, alice, ask):
    link = ask()
    export = db.scalars(select(AccountExport)).one()
    export.expires = datetime.now(UTC) - timedelta(seconds=1)
    db.commit()
    client.get(link, status=404)
    assert "Make a copy" in client.get(PAGE).text
    with offline(registry) as request:
        sweep_exports(request)
    assert db.scalars(select(AccountExport)).all() == []


def test_a_new_copy_replaces_the_one_before(client, db, alice, ask):
    first = ask()
    second = ask()
    assert first != second
    client.get(first, status=404)
    client.get(second, status=200)
    assert len(db.scalars(select(AccountExport)).all()) == 1


def test_every_table_about_people_is_in_a_copy_once():
    names = [each.name for each in holdings.of_people()]
    assert len(names) == len(set(names))
    found = {each.table.name for each in holdings.of_people()}
    users = Base.metadata.tables["users"]
    about = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is users
    }
    assert about <= found


def test_a_copy_is_not_made_by_looking(client, db, alice):
    client.get(PAGE)
    assert db.scalars(select(AccountExport)).all() == []

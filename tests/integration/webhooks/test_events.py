"""Webhooks are told of what is there, and of what is gone."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.deletions import DeletionService
from warehouse.deletions.models import Deletion
from warehouse.http import offline
from warehouse.packaging.models import File, Project, Release
from warehouse.packaging.role_signals import RoleAccepted, RoleChanged
from warehouse.packaging.services import LifecycleService, ReleaseService
from warehouse.packaging.services.roles import RoleService
from warehouse.packaging.signals import ProjectCreated, ReleaseRemovedByStaff
from warehouse.security import SYSTEM
from warehouse.webhooks import WebhookRefused, WebhookService, events
from warehouse.webhooks.events import TEST
from warehouse.webhooks.models import Webhook
from warehouse.webhooks.tasks import forget_webhooks


@pytest.fixture
def project(db):
    """A project with a release and a file."""
    made = make_project(db, "Eggs", owner=make_user(db, "ada"))
    make_file(db, make_release(db, made, "1.0"), "eggs-1.0.tar.gz")
    return made


@pytest.fixture
def act(registry, project):
    """Do something with the project in a transaction of its own."""

    def run(kind, does):
        with offline(registry) as request:
            does(request.service(kind), request.db.get(Project, project.id))

    return run


def told(inbox):
    found = [json.loads(each.body) for each in inbox.calls]
    return {each["type"]: each["data"] for each in found}


def test_files_and_releases(project, add_webhook, act, registry, inbox, db):
    add_webhook(project)
    with offline(registry) as request:
        file = request.db.scalar(select(File))
        request.service(ReleaseService).delete_file(file, actor=SYSTEM)
    with offline(registry) as request:
        release = request.db.scalar(select(Release))
        request.service(ReleaseService).delete(release, actor=SYSTEM)
    found = told(inbox)
    assert list(found) == ["file.deleted", "release.deleted"]
    assert found["file.deleted"]["file"]["filename"] == "eggs-1.0.tar.gz"
    assert found["release.deleted"]["release"]["version"] == "1.0"
    assert found["release.deleted"]["project"] == {
        "name": "Eggs",
        "normalized_name": "eggs",
    }


def test_roles_and_the_status(project, add_webhook, act, inbox, db):
    bob = make_user(db, "bob").id
    add_webhook(project)

    def roles(service, found):
        user = service.db.get(type(found.roles[0].user), bob)
        role = service.add(found, user, "Maintainer", actor=SYSTEM)
        service.change(role, "Owner", actor=SYSTEM)

    act(RoleService, roles)
    act(LifecycleService, lambda service, found: service.archive(found, actor=SYSTEM))
    found = told(inbox)
    assert list(found) == ["role.added", "role.changed", "project.archived"]
    changed = {"user": "bob", "name": "Owner", "former": "Maintainer"}
    assert found["role.changed"]["role"] == changed
    assert found["project.archived"]["serial"] is None


def test_a_project_that_is_deleted_and_restored_tells_both(
    project, add_webhook, act, registry, inbox, db
):
    key = add_webhook(project).id
    act(LifecycleService, lambda service, found: service.delete(found, actor=SYSTEM))
    db.expire_all()
    assert db.get(Webhook, key).project_id is None
    with offline(registry) as request:
        deletion = request.db.scalar(select(Deletion))
        request.service(DeletionService).restore(deletion, actor=SYSTEM)
    db.expire_all()
    assert db.get(Webhook, key).project_id == project.id
    assert list(told(inbox)) == ["project.deleted", "project.restored"]


def test_webhooks_of_a_project_that_is_gone_go_later(
    project, add_webhook, act, registry, inbox, db
):
    webhook = add_webhook(project)
    inbox.answer = b"HTTP/1.1 410 Gone\r\n\r\n"
    act(LifecycleService, lambda service, found: service.delete(found, actor=SYSTEM))
    db.refresh(webhook)
    assert webhook.state == "failed"
    assert webhook.kept_until > datetime.now(UTC) + timedelta(days=30)
    webhook.kept_until = datetime.now(UTC) - timedelta(seconds=1)
    db.commit()
    with offline(registry) as request:
        forget_webhooks(request)
    assert db.scalars(select(Webhook.id)).all() == []


def test_signals_without_a_name_are_not_told():
    def named(kind):
        return events.event_of(kind.__new__(kind))

    assert named(ProjectCreated) is None
    assert named(ReleaseRemovedByStaff) == "release.deleted"
    assert named(RoleAccepted) == "role.added"
    assert named(RoleChanged) == "role.changed"
    assert set(events.KINDS.values()) == set(events.EVENTS)


@pytest.mark.parametrize("events", [(), ("release.published", "moon.landing"), (TEST,)])
def test_events_that_are_none_are_refused(project, registry, inbox, events):
    with offline(registry) as request:
        found = request.db.get(Project, project.id)
        service, url = request.service(WebhookService), f"http://x.example:{inbox.port}/"
        with pytest.raises(WebhookRefused):
            service.add(found, url, events, actor=SYSTEM)

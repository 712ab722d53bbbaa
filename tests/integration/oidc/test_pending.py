"""Pending publishers end: unused, warned of before, or when their name is taken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent
from warehouse.http import offline
from warehouse.oidc import queries
from warehouse.oidc.identities import GitHubIdentity
from warehouse.oidc.pending_tasks import (
    expire_pending,
    invalidate_pending,
    warn_of_pending,
)
from warehouse.oidc.services import PublisherService
from warehouse.packaging.services import ProjectService
from warehouse.security import SYSTEM, Actor


@pytest.fixture
def ada(db):
    """An account that waits for publishers."""
    return make_user(db, "ada")


@pytest.fixture
def wait_for(registry, db, ada):
    """Wait for a publisher since some days ago."""

    def wait_for(name, days=0):
        with offline(registry) as request:
            identity = GitHubIdentity("Octo", "42", name, "release.yml")
            pending = request.service(PublisherService).add_pending(
                name, identity, user=request.db.merge(ada), actor=SYSTEM
            )
            pending.created = datetime.now(UTC) - timedelta(days=days)

    return wait_for


@pytest.fixture
def run(registry, db):
    """Run a task."""

    def run(task, *arguments):
        with offline(registry) as request:
            task(request, *arguments)
        db.expire_all()

    return run


def subjects(db):
    """The subjects of all mail, in their order."""
    found = db.scalars(select(EmailMessage).order_by(EmailMessage.created)).all()
    return [each.subject for each in found]


def test_a_publisher_that_nothing_uses_is_warned_of_once_and_then_removed(
    db, ada, wait_for, run
):
    wait_for("fresh", days=24)
    wait_for("old", days=26)
    for _ in range(2):
        run(warn_of_pending)
    assert subjects(db) == ["old still waits for its first release"]
    run(expire_pending)
    assert len(queries.pending_of(db, ada.id)) == 2
    wait_for("dead", days=31)
    run(expire_pending)
    assert [each.project_name for each in queries.pending_of(db, ada.id)] == [
        "old",
        "fresh",
    ]
    assert subjects(db)[1:] == ["Nothing was published to dead in time"]
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == ada.id)).all()
    assert tags.count("account:oidc:pending-publisher-removed") == 1


def test_a_name_that_somebody_else_takes_ends_the_waiting(registry, db, ada, wait_for, run):
    wait_for("spam")
    wait_for("eggs")
    with offline(registry) as request:
        mallory = request.db.merge(make_user(db, "mallory"))
        service = request.service(ProjectService)
        key = str(service.create("s-pam", actor=Actor(user=mallory)).id)
    run(invalidate_pending, key)
    assert [each.project_name for each in queries.pending_of(db, ada.id)] == ["eggs"]
    assert subjects(db) == ["The project spam exists by now"]
    run(invalidate_pending, str(ada.id))


def test_a_new_project_takes_trusted_publishers_only_where_an_operator_says_so(
    registry, db, ada
):
    with offline(registry) as request:
        service = request.service(ProjectService)
        assert not service.create("tokens", actor=SYSTEM).only_trusted_publishing
        service.limits = replace(service.limits, new_projects_are_trusted_only=True)
        assert service.create("builds", actor=SYSTEM).only_trusted_publishing
        service.limits = replace(service.limits, new_projects_are_attested=True)
        assert service.create("proved", actor=SYSTEM).requires_attestations

"""Events of projects: who did it, and from which address."""

from dataclasses import replace

from sqlalchemy import select

from tests.factories.packaging import make_project
from warehouse.events.log import UNKNOWN_ADDRESS
from warehouse.events.models import ProjectEvent
from warehouse.http import offline
from warehouse.packaging.queries import project_named
from warehouse.packaging.services import LifecycleService
from warehouse.security import SYSTEM


def test_an_address_that_is_none_is_recorded_as_one_for_documentation(registry, db):
    make_project(db, "foo")
    with offline(registry) as request:
        actor = replace(SYSTEM, address="not an address")
        found = project_named(request.db, "foo")
        request.service(LifecycleService).quarantine(found, actor=actor)
    [event] = db.scalars(select(ProjectEvent))
    assert str(event.ip_address.ip_address) == UNKNOWN_ADDRESS

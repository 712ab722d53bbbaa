"""Two administrators who dismiss each other at once: one of them stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from warehouse.accounts.errors import LastAdministrator, NotAnAdministrator
from warehouse.accounts.models import User
from warehouse.accounts.services.deletion import DeletionService
from warehouse.accounts.services.staffing import StaffFlags, StaffingService
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.security import Actor


@pytest.fixture
def registry(configured):
    return configured().registry


@pytest.fixture
def session(registry):
    with registry[SessionFactory].make() as session:
        yield session


def dismiss(request, actor, user):
    request.service(StaffingService).appoint(user, StaffFlags(), actor=Actor(user=actor))


def nuke(request, actor, user):
    request.service(DeletionService).nuke(user, actor=Actor(user=actor))


@pytest.mark.parametrize("act", [dismiss, nuke])
def test_one_administrator_stays(registry, session, act):
    ids = [make_user(session, name, is_superuser=True).id for name in ("one", "two")]
    barrier = Barrier(2)

    def run(mine, other):
        with offline(registry) as request:
            actor, user = request.db.get(User, mine), request.db.get(User, other)
            barrier.wait(timeout=30)
            act(request, actor, user)

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(run, ids[0], ids[1]), pool.submit(run, ids[1], ids[0])]
    errors = [each.exception() for each in running if each.exception() is not None]
    [error] = errors
    assert isinstance(error, LastAdministrator | NotAnAdministrator)
    session.rollback()
    left = select(User.username).where(User.is_superuser)
    assert len(session.scalars(left).all()) == 1

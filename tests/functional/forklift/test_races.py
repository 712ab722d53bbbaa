"""Uploads at the same time, over real connections that really commit."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.builders import forms
from tests.builders.sdists import sdist
from tests.builders.wheels import wheel, wheel_file
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.factories.publishers import make_publisher
from tests.fixtures.client import Client
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.macaroons.services import OrganizationTokenService, TokenTerms
from warehouse.oidc.queries import publishers_of
from warehouse.organizations.queries import organization_named
from warehouse.packaging.models import (
    File,
    JournalEntry,
    OrganizationProject,
    Project,
    Release,
    Role,
)
from warehouse.packaging.queries import project_named
from warehouse.packaging.services import OwnershipService
from warehouse.security import Actor
from warehouse.tasks.registry import Dispatcher

WHEEL = "example-1.0-py3-none-any.whl"


class Silent(Dispatcher):
    def __init__(self):
        pass

    def send(self, task, args, *, registry):
        pass


@pytest.fixture
def config(configured, tmp_path):
    config = configured(FILES_PATH=str(tmp_path / "files"))
    config.registry[Dispatcher] = Silent()
    return config


@pytest.fixture
def session(config):
    with config.registry[SessionFactory].make() as session:
        yield session


@pytest.fixture
def send(config):
    """Sends an upload with a token once `wait` returns; answers with its status."""
    application = wrap(config)

    def send(upload, token, wait):
        filename, content, name = upload
        fields = forms.fields(filename, content, name=name)
        client = Client(application, config.registry)
        wait()
        return client.post(
            "/legacy/",
            forms.body(fields, filename, content),
            headers=forms.headers(token),
            status="*",
        ).status

    return send


@pytest.fixture
def race(config, session, send):
    """Sends all uploads at once; answers with their statuses, sorted."""
    token = Client(wrap(config), config.registry).token(make_user(session, "alice"))
    session.commit()

    def race(uploads):
        barrier = Barrier(len(uploads), timeout=10)
        with ThreadPoolExecutor(len(uploads)) as pool:
            sent = pool.map(lambda each: send(each, token, barrier.wait), uploads)
            return sorted(sent)

    return race


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def wheels_of_a_release():
    """Names and bytes of wheels for some platforms."""
    for tag in ("py3-none-any", "py3-none-win32", "py3-none-win_amd64"):
        extra = {"example-1.0.dist-info/WHEEL": wheel_file(tag)}
        yield f"example-1.0-{tag}.whl", wheel(extra=extra)


def test_the_same_first_file_several_times(race, session):
    statuses = race([(WHEEL, wheel(), "example")] * 6)

    assert statuses == ["200 OK"] * 6
    assert [count(session, each) for each in (Project, Release, File, Role)] == [1] * 4
    assert count(session, JournalEntry) == 4


def test_different_content_under_one_name(race, session):
    uploads = [(WHEEL, wheel(extra={f"example/{n}": b""}), "example") for n in range(5)]

    statuses = race(uploads)

    assert statuses[0] == "200 OK"
    assert all(each.startswith("400 File already exists") for each in statuses[1:])
    assert count(session, File) == 1


def test_several_files_of_a_new_release(race, session):
    uploads = [(*each, "example") for each in wheels_of_a_release()]
    uploads.append(("example-1.0.tar.gz", sdist(), "example"))

    assert race(uploads) == ["200 OK"] * 4
    assert count(session, Release) == 1
    assert count(session, File) == 4


def test_names_that_look_alike(race, session):
    names = ["example", "exampIe", "examp1e"]
    uploads = [(f"{n.lower()}-1.0-py3-none-any.whl", wheel(n.lower()), n) for n in names]

    statuses = race(uploads)

    assert statuses[0] == "200 OK"
    assert all("too similar" in each for each in statuses[1:])
    assert count(session, Project) == 1


def test_serials_are_in_the_order_of_commits(race, session):
    uploads = [(f"p{n}x-1.0-py3-none-any.whl", wheel(f"p{n}x"), f"p{n}x") for n in range(6)]

    assert race(uploads) == ["200 OK"] * 6

    entries = session.scalars(select(JournalEntry.name).order_by(JournalEntry.id)).all()
    runs = [name for n, name in enumerate(entries) if n == 0 or entries[n - 1] != name]
    assert len(runs) == 6


@pytest.fixture
def organizations(session):
    """An organization that owns a project with a publisher, and another of its owner."""
    ann = make_user(session, "ann")
    project = make_project(session, "example")
    make_publisher(session, project, "example")
    make_organization(session, "acme", owner=ann, projects=(project,))
    make_organization(session, "other", owner=ann)
    return ann


def wait_for_bytes(folder):
    """Wait until an upload may do what it does, and is not done."""
    until = time.monotonic() + 10
    while not any(folder.rglob("*.whl")):
        assert time.monotonic() < until


def transfer(registry, user, wait):
    """Give the project to the other organization; return the files that it has then."""
    with offline(registry) as request:
        project = project_named(request.db, "example")
        other = organization_named(request.db, "other")
        actor = Actor(user=request.db.merge(user))
        wait()
        request.service(OwnershipService).transfer(project, other, actor=actor)
    with registry[SessionFactory].make() as session:
        return count(session, File)


def test_uploads_while_their_project_is_transferred(
    config, session, organizations, send, tmp_path
):
    registry = config.registry
    with offline(registry) as request:
        acme = organization_named(request.db, "acme")
        actor = Actor(user=request.db.merge(organizations))
        service = request.service(OrganizationTokenService)
        terms = TokenTerms(description="ci")
        where = {"location": "x", "origin": "http://x", "actor": actor}
        token, _row = service.mint(acme, terms, **where)
    uploads = [(*each, "example") for each in wheels_of_a_release()]
    barrier = Barrier(len(uploads), timeout=10)
    with ThreadPoolExecutor(len(uploads)) as pool:
        sent = [pool.submit(send, each, token, barrier.wait) for each in uploads]
        then = transfer(registry, organizations, lambda: wait_for_bytes(tmp_path / "files"))
        statuses = [each.result(20) for each in sent]
    assert "200 OK" in statuses
    assert {each.split()[0] for each in statuses} <= {"200", "403"}
    assert then == count(session, File) == statuses.count("200 OK")
    late = ("example-2.0-py3-none-any.whl", wheel(version="2.0"), "example")
    assert send(late, token, bool).startswith("403")
    project = project_named(session, "example")
    assert session.scalars(select(Release.project_id)).all() == [project.id]
    [owner] = session.scalars(select(OrganizationProject)).all()
    assert owner.organization.name == "other"
    assert publishers_of(session, project.id) == []

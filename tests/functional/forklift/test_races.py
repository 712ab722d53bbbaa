"""Uploads at the same time, over real connections that really commit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.builders import forms
from tests.builders.sdists import sdist
from tests.builders.wheels import wheel, wheel_file
from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.packaging.models import File, JournalEntry, Project, Release, Role
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
def race(config, session):
    """Sends all uploads at once; answers with their statuses, sorted."""
    application = wrap(config)
    token = Client(application, config.registry).token(make_user(session, "alice"))
    session.commit()

    def race(uploads):
        barrier = Barrier(len(uploads))

        def send(upload):
            filename, content, name = upload
            fields = forms.fields(filename, content, name=name)
            client = Client(application, config.registry)
            barrier.wait(10)
            return client.post(
                "/legacy/",
                forms.body(fields, filename, content),
                headers=forms.headers(token),
                status="*",
            ).status

        with ThreadPoolExecutor(len(uploads)) as pool:
            return sorted(pool.map(send, uploads))

    return race


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


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
    tags = ["py3-none-any", "py3-none-win32", "py3-none-win_amd64"]
    uploads = [
        (
            f"example-1.0-{tag}.whl",
            wheel(extra={"example-1.0.dist-info/WHEEL": wheel_file(tag)}),
            "example",
        )
        for tag in tags
    ]
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

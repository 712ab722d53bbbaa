"""A private project is there for its readers alone; a right ends with the next request."""

import base64
from datetime import timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.accounts.models import User
from warehouse.http import offline
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.services import TokenService
from warehouse.packaging.models import Project
from warehouse.packaging.queries import project_named, reader_in
from warehouse.packaging.services import PrivacyService
from warehouse.security import SYSTEM
from warehouse.storage import Storage

NAME, ABSENT = "hidden", "absent"
DETAIL = f"/simple/{NAME}/"
FILENAME = f"{NAME}-1.0.tar.gz"
OF_THE_MOMENT = {"date", "ratelimit", "set-cookie"}
JSON = "application/vnd.pypi.simple.v1+json"


def person(db, username):
    return db.query(User).filter_by(username=username).one()


def basic(token, username="__token__"):
    pair = base64.b64encode(f"{username}:{token}".encode()).decode()
    return {"authorization": f"Basic {pair}"}


def mint(edge, username, **options):
    """A token of a person, as the header that pip sends."""
    with offline(edge.registry) as request:
        user = person(request.db, username)
        projects = [
            request.db.query(Project).filter_by(name=each).one()
            for each in options.pop("names", ())
        ]
        text, _ = request.service(TokenService).mint(
            user,
            description=f"token {options}{projects}",
            location="localhost",
            permission=options.pop("permission", TokenPermission.READ),
            projects=projects,
            actor=SYSTEM,
            **options,
        )
    return basic(text)


def change(edge, verb, *about):
    with offline(edge.registry) as request:
        project = project_named(request.db, NAME)
        service = request.service(PrivacyService)
        getattr(service, verb)(project, *about, actor=SYSTEM)


@pytest.fixture
def published(edge):
    """A public project with a file, and people: its owner, and strangers."""
    with offline(edge.registry) as request:
        db = request.db
        owner = make_user(db, "owner")
        for name in ("reader", "stranger"):
            make_user(db, name)
        release = make_release(db, make_project(db, NAME, owner=owner), "1.0")
        make_project(db, "other", owner=owner)
        file = make_file(db, release, FILENAME)
        storage = request.service(Storage)
        source = storage.scratch() / "bytes"
        source.write_bytes(b"bytes")
        storage.put(file.path, source)
        return f"/packages/{file.path}"


@pytest.fixture
def hidden(edge, published):
    change(edge, "make_private")
    return published


def told(answer):
    """All that an answer tells a client, but for the moment it was made."""
    kept = {k: v for k, v in answer.headers.items() if k not in OF_THE_MOMENT}
    return answer.status, kept, answer.body


def test_the_public_sees_a_project_until_it_is_private(edge, published):
    assert edge.get(DETAIL).status == edge.get(published).status == 200
    change(edge, "make_private")
    assert edge.get(DETAIL).status == edge.get(published).status == 404
    change(edge, "make_public")
    assert edge.get(DETAIL).status == edge.get(published).status == 200


@pytest.mark.parametrize("path", ["/simple/{}/", "/pypi/{}/json", "/pypi/{}/1.0/json"])
def test_a_private_name_is_answered_like_one_that_nobody_has(edge, hidden, path):
    for header in ({}, mint(edge, "stranger")):
        answers = [
            told(edge.get(path.format(name), **header))
            for name in (NAME, ABSENT, NAME.upper(), ABSENT.upper(), NAME, ABSENT)
        ]
        assert answers[0][0] == 404
        assert all(each == answers[0] for each in answers)


@pytest.mark.parametrize("name", [NAME, ABSENT])
def test_a_token_that_is_no_good_is_challenged_whatever_is_asked_for(edge, hidden, name):
    for header in (basic("pypi-nonsense"), basic(""), basic("secret", "owner")):
        answer = edge.get(f"/simple/{name}/", **header)
        assert answer.status == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")


def test_an_owner_reads_by_token_and_nothing_of_it_is_kept(edge, hidden):
    header = mint(edge, "owner")
    for path in (DETAIL, hidden, f"/pypi/{NAME}/json", f"/project/{NAME}/"):
        answer = edge.get(path, **header)
        assert answer.status == 200, path
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["cdn-cache-control"] == "no-store"
        assert "surrogate-key" not in answer.headers
        assert {"Authorization", "Cookie"} <= set(answer.headers["vary"].split(", "))
        assert edge.get(path).status == 404
    assert FILENAME.encode() in edge.get(DETAIL, **header).body
    assert edge.get(hidden, **header).body == b"bytes"
    assert edge.get(DETAIL, **header, accept=JSON).status == 200


def test_other_spellings_lead_readers_to_the_right_one(edge, hidden):
    answer = edge.get("/simple/Hidden/", **mint(edge, "owner"))
    assert answer.status == 301
    assert answer.headers["location"].endswith(DETAIL)
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_token_reads_what_it_is_for(edge, hidden):
    assert edge.get(DETAIL, **mint(edge, "owner", names=(NAME, "other"))).status == 200
    assert edge.get(DETAIL, **mint(edge, "owner", names=("other",))).status == 404
    uploading = mint(edge, "owner", permission=TokenPermission.PUBLISH)
    assert edge.get(DETAIL, **uploading).status == 404
    assert edge.get(hidden, **uploading).status == 404


def test_a_token_that_has_ended_is_challenged(edge, hidden):
    header = mint(edge, "owner", lifetime=timedelta(seconds=-1))
    assert edge.get(DETAIL, **header).status == 401


def test_a_right_that_ends_ends_with_the_next_request_in_every_process(
    edge, hidden, start_edge
):
    other, header = start_edge(), mint(edge, "reader")
    for each in (edge, other):
        assert each.get(DETAIL, **header).status == 404
    with offline(edge.registry) as request:
        reader = person(request.db, "reader")
        project = project_named(request.db, NAME)
        request.service(PrivacyService).let_in(project, reader, actor=SYSTEM)
    for each in (edge, other):
        assert each.get(DETAIL, **header).status == 200
        assert each.get(hidden, **header).status == 200
    with offline(edge.registry) as request:
        reader = person(request.db, "reader")
        project = project_named(request.db, NAME)
        row = reader_in(request.db, project, reader)
        request.service(PrivacyService).shut_out(project, row, actor=SYSTEM)
    for each in (edge, other):
        assert each.get(DETAIL, **header).status == 404
        assert each.get(hidden, **header).status == 404

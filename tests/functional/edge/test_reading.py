"""READ closes the whole index: every route asks who comes, or says that it stays open."""

from datetime import timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.edge.test_privacy_matrix import asks_who, questions, signed_in
from tests.functional.edge.test_private_projects import basic, mint
from warehouse.http import offline
from warehouse.macaroons.caveats import TokenPermission
from warehouse.security.policy import StaysOpenPredicate
from warehouse.storage import Storage

STAYS_OPEN = {
    "health": "tells what runs the index how it is",
    "api.robots": "tells robots that there is nothing for them",
    "api.security": "tells whom to write to",
    "api.oidc.audience": "says for whom identity tokens are made",
    "api.pytp.discovery": "says where they are exchanged",
    "api.pytp.audience": "says for whom they are made",
    "api.oidc.mint": "takes an identity token",
    "api.oidc.mint.github": "takes an identity token",
    "api.pytp.mint": "takes an identity token",
    "api.mail.events": "takes signed reports",
    "api.downloads.log": "takes signed lines",
    "api.vulnerabilities.osv": "takes signed reports",
    "api.tokens.disclose": "takes signed reports",
    "api.tokens.disclose.github": "takes signed reports",
    "api.feeds.personal": "has an address that nobody else knows",
    "api.feeds.organization": "has an address that nobody else knows",
    "forklift.upload.redirect": "says where to upload",
    "forklift.moved": "says where to upload",
    "forklift.moved.form": "says where to upload",
    "login.unsubscribe": "has a signed address",
    "login.unfollow": "has a signed address",
    "manage.appeal.link": "has a signed address",
    "pages.help": "is prose",
    "pages.guide": "is prose",
    "pages.terms": "is prose",
    "pages.privacy": "is prose",
    "pages.security": "is prose",
    "pages.locale": "sets a cookie",
    "pages.picture": "has the name of the index",
    "pages.includes.banners": "is on the page to sign in",
    "pages.includes.sponsor": "is on the page to sign in",
}
"""Routes that ask nobody, and why."""

DETAIL = "/simple/eggs/"
PAGE = {"accept": "text/html"}


@pytest.fixture(params=["account", "token"])
def closed(request, start_edge):
    edge = start_edge(READ=request.param)
    with offline(edge.registry) as made:
        db = made.db
        owner, _ = make_user(db, "owner"), make_user(db, "reader")
        project = make_project(db, "eggs", owner=owner)
        make_project(db, "spam", owner=owner)
        file = make_file(db, make_release(db, project, "1.0"), "eggs-1.0.tar.gz")
        storage = made.service(Storage)
        source = storage.scratch() / "bytes"
        source.write_bytes(b"bytes")
        storage.put(file.path, source)
        edge.file = f"/packages/{file.path}"
    edge.is_by_token = request.param == "token"
    return edge


def stays_open(route):
    return any(isinstance(each, StaysOpenPredicate) for each in route["object"].predicates)


def test_routes_that_ask_nobody_are_as_reviewed(configurator):
    found = configurator.introspector.get_category("routes")
    routes = [each["introspectable"] for each in found]
    named = {each["name"]: each for each in routes if stays_open(each)}
    assert set(named) == set(STAYS_OPEN)
    assert not [name for name, route in named.items() if asks_who(route)]


def test_strangers_read_nothing(closed):
    asked = [each for each in questions(closed) if each.route not in STAYS_OPEN]
    assert len(asked) > 60
    for each in asked:
        for path in {each.path, each.of("eggs").path}:
            answer = each._replace(path=path).ask(closed)
            if answer.status == 303:
                assert "/account/login/?next=" in answer.headers["location"], each
            else:
                assert answer.status == 401, each
                assert answer.headers["www-authenticate"].startswith("Basic "), each
            assert "private" in answer.headers["cache-control"], each
            assert b"eggs-1.0" not in answer.body


def test_people_find_how_to_sign_in(closed):
    for path in ("/account/login/", "/help/", "/_health/", "/account/register/"):
        assert closed.get(path).status == 200, path


def test_a_token_reads_and_nothing_is_stored(closed):
    header = mint(closed, "reader")
    for path in ("/simple/", DETAIL, closed.file, "/pypi/eggs/json", "/project/eggs/"):
        answer = closed.get(path, **header)
        assert answer.status == 200, path
        assert "private" in answer.headers["cache-control"]
        assert closed.get(path).status in {401, 303}
    assert b"eggs" in closed.get("/simple/", **header).body
    assert closed.get(closed.file, **header).body == b"bytes"
    assert closed.get("/simple/absent/", **header).status == 404


def test_tokens_that_do_not_read_are_challenged(closed):
    publish = TokenPermission.PUBLISH
    for header in (
        mint(closed, "owner", permission=publish),
        mint(closed, "owner", lifetime=timedelta(seconds=-1)),
        basic("pypi-nonsense"),
        basic("password", "owner"),
    ):
        for path in (DETAIL, closed.file, "/project/eggs/"):
            assert closed.get(path, **header).status == 401


def test_a_token_for_one_project_reads_that(closed):
    header = mint(closed, "owner", names=("eggs",))
    assert closed.get(DETAIL, **header).status == 200
    assert closed.get(closed.file, **header).status == 200
    assert closed.get("/simple/spam/", **header).status == 401


def test_a_session_opens_pages_and_where_no_token_is_needed_the_rest(closed):
    header = signed_in(closed, "reader")
    assert closed.get("/project/eggs/", **header).status == 200
    assert closed.get("/", **header).status == 200
    expected = 401 if closed.is_by_token else 200
    assert closed.get(DETAIL, **header).status == expected
    assert closed.get(closed.file, **header).status == expected

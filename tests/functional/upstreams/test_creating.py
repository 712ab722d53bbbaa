"""A project is made without holding the database while upstreams are asked for its name."""

import json

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.issuers import AUDIENCE, Issuer, github_claims
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.fixtures.client import Client
from tests.fixtures.oidc import RULES
from tests.functional.oidc.conftest import GITHUB
from warehouse.accounts.models import User
from warehouse.application import wrap
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.oidc.issuers import BUILT_IN
from warehouse.oidc.keys import IssuerKeys
from warehouse.oidc.services import PublisherService
from warehouse.oidc.tokens import IdentityVerifier
from warehouse.outbound import OutboundClient
from warehouse.packaging.models import Project
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamService
from warehouse.upstreams.models import Upstream

FRESH = "/simple/fresh/"


class Site:
    """An index that reads another one, where one may make one project an hour."""

    def __init__(self, config, elsewhere):
        self.registry, self.elsewhere = config.registry, elsewhere
        self.sessions = config.registry[SessionFactory]
        self.client = Client(wrap(config), config.registry)
        self.ada = self.write(lambda db: make_user(db, "ada"))
        self.token = self.client.token(self.ada)
        self.write(lambda db: db.add(Upstream(name="elsewhere", url=elsewhere.url)))

    def write(self, change):
        with self.sessions.transaction() as transaction:
            transaction.session.expire_on_commit = False
            return change(transaction.session)

    def when_asked(self, do, status=404):
        """Have something done while the other index is asked, before it answers."""

        def answer(to):
            do()
            body = b"" if status == 404 else self.elsewhere.page("fresh")
            to.send(status, body, **{"Content-Type": "application/json"})

        self.elsewhere.answers[FRESH] = answer

    def upload(self):
        filename, content = "fresh-1.0-py3-none-any.whl", wheel("fresh", "1.0")
        fields = forms.fields(filename, content, name="fresh", version="1.0")
        headers = forms.headers(self.token)
        body = forms.body(fields, filename, content)
        return self.client.post("/legacy/", body, headers=headers, status="*")

    def fill(self):
        self.write(lambda db: make_organization(db, "acme", owner=db.merge(self.ada)))
        self.client.sign_in(self.ada)
        page = self.client.get("/manage/organization/acme/projects/new/")
        page.forms["action"]["project_name"] = "fresh"
        return page.forms["action"].submit().follow()

    def mint(self):
        with offline(self.registry) as request:
            user = request.db.get_one(User, self.ada.id)
            publishers = request.service(PublisherService)
            publishers.add_pending("fresh", GITHUB, user=user, actor=SYSTEM)
        token = {"token": self.issuer.sign(github_claims())}
        return self.client.post_json("/_/oidc/mint-token", token)

    def projects(self):
        with self.sessions.reading() as db:
            return db.scalars(select(Project.normalized_name)).all()


@pytest.fixture
def site(configured, elsewhere, tmp_path):
    config = configured(
        FILES_PATH=str(tmp_path / "files"),
        UPSTREAM_PRIVATE_NETWORKS="true",
        LIMIT_PROJECTS_USER="1 per hour",
    )
    site = Site(config, elsewhere)
    site.issuer = Issuer()
    keys, path = site.issuer.publishes, tmp_path / "keys.json"
    path.write_text(json.dumps({each: {"keys": keys} for each in BUILT_IN}))
    asking = OutboundClient(private=True, seconds=1)
    verifier = IdentityVerifier(IssuerKeys(asking, RULES, file=path), AUDIENCE)
    config.registry[IdentityVerifier] = verifier
    return site


@pytest.mark.parametrize("way", [Site.upload, Site.fill, Site.mint])
def test_nobody_holds_a_connection_while_an_upstream_is_asked(site, way):
    pool, held = site.sessions.engine.pool, []
    site.when_asked(lambda: held.append(pool.checkedout()))
    assert way(site).status_int == 200
    assert site.projects() == ["fresh"]
    assert held == [0]
    assert site.elsewhere.paths() == [FRESH]


def test_an_upload_is_refused_whose_name_another_index_has(site):
    site.elsewhere.files["fresh"] = {}
    answer = site.upload()
    assert (answer.status_int, site.projects()) == (409, [])
    assert "elsewhere" in answer.text
    site.elsewhere.is_down = True
    answer = site.upload()
    assert (answer.status_int, site.projects()) == (409, [])
    assert len(site.elsewhere.asked) == 1


def test_an_upload_is_refused_while_nobody_knows(site):
    site.elsewhere.is_down = True
    answer = site.upload()
    assert (answer.status_int, site.projects()) == (503, [])
    assert "elsewhere" in answer.text


def test_a_name_that_is_taken_over_meanwhile_is_free(site):
    def take():
        with offline(site.registry) as request:
            service = request.service(UpstreamService)
            service.take_over("fresh", reason="it is ours", actor=SYSTEM)

    site.elsewhere.files["fresh"] = {}
    site.when_asked(take, 200)
    assert site.upload().status_int == 200
    assert site.projects() == ["fresh"]


def test_an_upstream_that_comes_meanwhile_was_not_asked(site):
    def add():
        site.write(lambda db: db.add(Upstream(name="newer", url=site.elsewhere.url)))

    site.when_asked(add)
    answer = site.upload()
    assert (answer.status_int, site.projects()) == (503, [])
    assert "newer" in answer.text
    del site.elsewhere.answers[FRESH]
    assert site.upload().status_int == 200

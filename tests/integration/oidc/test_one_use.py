"""One identity token is worth one API token, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import webtest
from sqlalchemy import func, select

from tests.builders import forms
from tests.builders.issuers import serving
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.oidc.identities import GenericIdentity
from warehouse.oidc.models import UsedIdentityToken
from warehouse.oidc.services import ExchangeService, PublisherService
from warehouse.packaging.models import File, Project
from warehouse.security import SYSTEM


@pytest.fixture
def issuer():
    """An issuer on loopback."""
    with serving() as found:
        yield found


@pytest.fixture
def config(configured, issuer):
    """An application that trusts the issuer, with a database of its own."""
    return configured(
        OIDC_ISSUERS=issuer.url, OIDC_HTTP="true", OIDC_PRIVATE_NETWORKS="true"
    )


@pytest.mark.parametrize("is_pending", [False, True])
def test_two_hundred_exchanges_of_one_token_make_one(config, issuer, is_pending):
    identity = GenericIdentity(issuer.url, "", "pipeline:ham")
    with config.registry[SessionFactory].make() as db:
        owner = make_user(db, "ada")
        project = make_project(db, "eggs")
        project_id, owner_id = project.id, owner.id
    with offline(config.registry) as request:
        service = request.service(PublisherService)
        if is_pending:
            user = request.db.get_one(type(owner), owner_id)
            service.add_pending("ham", identity, user=user, actor=SYSTEM)
        else:
            project = request.db.get_one(Project, project_id)
            service.attach(project, identity, actor=SYSTEM)
    client = webtest.TestApp(config.make_wsgi_app())
    body = {"token": issuer.token()}

    def ask(number):
        said = client.post_json("/_/oidc/mint-token", body, status="*").json
        return said["errors"][0]["description"] if "errors" in said else "success"

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(ask, range(200)))
    assert sorted(set(found)) == ["invalid token: already used", "success"]
    assert found.count("success") == 1
    with config.registry[SessionFactory].make() as db:
        assert db.scalar(select(func.count(Macaroon.id))) == 1
        assert db.scalar(select(func.count(Project.id))) == (2 if is_pending else 1)


def test_a_token_for_a_single_use_publishes_one_of_many_at_once(config, issuer):
    with config.registry[SessionFactory].make() as db:
        project_id = make_project(db, "eggs").id
    with offline(config.registry) as request:
        project = request.db.get_one(Project, project_id)
        identity = GenericIdentity(issuer.url, "", "pipeline:ham")
        request.service(PublisherService).attach(project, identity, actor=SYSTEM)
    client = webtest.TestApp(config.make_wsgi_app())
    body = {"token": issuer.token(), "features": ["single-use-token"]}
    token = client.post_json("/_/pytp/mint-token", body).json["token"]

    def upload(number):
        filename, content = (
            f"eggs-{number}.0-py3-none-any.whl",
            wheel("eggs", f"{number}.0"),
        )
        fields = forms.fields(filename, content, name="eggs", version=f"{number}.0")
        sent = (forms.body(fields, filename, content), forms.headers(token))
        return client.post("/legacy/", *sent, status="*").status_int

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(upload, range(1, 9)))
    assert sorted(found) == [200, *[403] * 7]
    with config.registry[SessionFactory].make() as db:
        assert db.scalar(select(func.count(File.id))) == 1


def test_used_tokens_are_forgotten_once_they_are_worthless(config, issuer):
    with offline(config.registry) as request:
        service = request.service(ExchangeService)
        assert service.forget() == 0
        assert request.db.scalars(select(UsedIdentityToken)).all() == []

"""Uses of tokens are noted, and their owners are told what they should know."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.models import Macaroon, MacaroonNetwork, MacaroonUpload
from warehouse.macaroons.tasks import warn_of_ends
from warehouse.notifications.models import Kind
from warehouse.notifications.queries import token_watchers
from warehouse.notifications.services import SubscriptionService
from warehouse.packaging.models import Role

HOME, AWAY = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def alice(db):
    return make_user(db, "alice")


@pytest.fixture
def upload(client):
    """Upload another version of a project from an address."""
    versions = iter(range(1, 100))

    def send(token, address=HOME, status=200, **headers):
        version = f"{next(versions)}.0"
        content = wheel(version=version)
        name = f"example-{version}-py3-none-any.whl"
        body = forms.body(forms.fields(name, content, version=version), name, content)
        client.extra_environ["REMOTE_ADDR"] = address
        headers = {**forms.headers(token), **headers}
        return client.post("/legacy/", body, headers=headers, status=status)

    return send


def mail(db):
    db.expire_all()
    return db.scalars(select(EmailMessage).order_by(EmailMessage.created)).all()


def test_use_is_noted_with_network_client_and_file(client, db, alice, upload):
    token = client.token(alice)
    upload(token, **{"User-Agent": "twine/6.0"})
    macaroon = db.scalars(select(Macaroon)).one()
    assert macaroon.last_used is not None
    assert macaroon.last_used_network == "198.51.100.0/24"
    assert macaroon.last_used_client == "twine/6.0"
    files = db.scalars(select(MacaroonUpload)).all()
    assert [each.file.filename for each in files] == ["example-1.0-py3-none-any.whl"]


def test_the_owner_is_told_of_a_network_once_unless_it_is_the_first(
    client, db, alice, upload
):
    token = client.token(alice)
    upload(token)
    upload(token, "198.51.100.99")
    assert mail(db) == []
    for address in (AWAY, HOME, AWAY, "203.0.113.10"):
        upload(token, address)
    [message] = mail(db)
    assert message.kind == "token-used-from-new-network"
    assert message.recipient == "alice@example.com"
    assert message.is_security
    assert "203.0.113.0/24" in message.body
    networks = db.scalars(select(MacaroonNetwork.network)).all()
    assert set(networks) == {"198.51.100.0/24", "203.0.113.0/24"}


def test_people_of_its_projects_are_told_of_a_network_each_once(client, db, alice, upload):
    owner, helper, quiet, reader, member = (make_user(db, each) for each in "ohqrm")
    example, other = make_project(db, "example", owner=alice), make_project(db, "other")
    make_organization(db, "guild", owner=member, projects=(other,))
    for project in (example, other):
        db.add(Role(project=project, user=owner, role_name="Owner"))
    db.add(Role(project=other, user=alice, role_name="Maintainer"))
    for user in (helper, quiet):
        db.add(Role(project=example, user=user, role_name="Maintainer"))
    for user in (helper, reader):
        SubscriptionService(db).follow(user, example, kinds=[Kind.TOKEN])
    db.commit()
    for number, options in enumerate(({}, {"projects": [example]})):
        token = client.token(alice, description=f"t{number}", **options)
        upload(token)
        upload(token, AWAY)
    told = [each for each in mail(db) if each.kind.startswith("others-token")]
    assert all(each.is_security and "203.0.113.0/24" in each.body for each in told)
    assert sorted((each.recipient[0], "- other" in each.body) for each in told) == [
        ("h", False),
        ("h", False),
        ("m", True),
        ("o", False),
        ("o", True),
    ]
    client.token(alice, description="reads", permission=TokenPermission.READ)
    reads = db.scalars(select(Macaroon).where(Macaroon.description == "reads")).one()
    assert token_watchers(db, reads) == []


def test_a_use_that_failed_is_not_noted(client, db, alice, upload):
    token = client.token(alice)
    upload(token)
    alice.emails[0].verified = False
    db.commit()
    upload(token, AWAY, status=403)
    assert mail(db) == []


@pytest.mark.parametrize("address", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::1"])
def test_networks_of_ipv6_are_sites(client, db, alice, upload, address):
    upload(client.token(alice), address)
    assert db.scalars(select(MacaroonNetwork.network)).all() == ["2001:db8:1:2::/64"]


def test_owners_are_warned_before_an_end_each_time_once(client, registry, db, alice):
    client.token(alice, lifetime=timedelta(days=30))
    client.token(alice, description="without an end")
    macaroon = db.scalars(select(Macaroon).where(Macaroon.expires.is_not(None))).one()
    macaroon.created -= timedelta(days=60)
    told = []
    for left in (8, 6.9, 6, 2, 0.9, 0.5, -1):
        macaroon.expires = datetime.now(UTC) + timedelta(days=left)
        db.commit()
        for _ in range(2):
            with offline(registry) as request:
                warn_of_ends(request)
        told.append([each.subject for each in mail(db)])
    seven, one = "The token for a test ends in 7 days", "The token for a test ends in 1 day"
    assert told == [[], [seven], [seven], [seven], *[[seven, one]] * 3]


@pytest.mark.parametrize(
    ("domain", "made_at", "link"),
    [
        ("index.example", None, "https://index.example/manage/account/token/new/"),
        ("index.example", "http://old.example", "https://index.example/manage/"),
        (None, "http://10.0.0.1:8000", "http://10.0.0.1:8000/manage/account/token/new/"),
        (None, None, None),
    ],
)
def test_a_warning_leads_to_where_the_index_is_as_far_as_that_is_known(
    client, registry, db, alice, monkeypatch, domain, made_at, link
):
    whole = registry.settings["warehouse"]
    site = replace(whole.site, domain=domain, https="require")
    monkeypatch.setitem(registry.settings, "warehouse", replace(whole, site=site))
    client.token(alice, lifetime=timedelta(days=1), origin=made_at)
    db.scalars(select(Macaroon)).one().created -= timedelta(days=60)
    db.commit()
    with offline(registry) as request:
        warn_of_ends(request)
    [message] = mail(db)
    if link is None:
        assert "://" not in message.body
        assert message.unsubscribe_url is None
    else:
        assert link in message.body
        assert message.unsubscribe_url.startswith(link.partition("/manage")[0])


def test_a_token_made_for_a_week_is_warned_of_on_its_last_day_only(
    client, registry, db, alice
):
    client.token(alice, lifetime=timedelta(days=7))
    with offline(registry) as request:
        warn_of_ends(request)
    assert mail(db) == []


@pytest.mark.parametrize(
    "place",
    [
        lambda token: ("/legacy/", forms.headers(Authorization=basic(token, "x"))),
        lambda token: ("/legacy/", forms.headers(Authorization=basic(token, token))),
        lambda token: (f"/legacy/?token={token}", forms.headers(token)),
        lambda token: (f"/legacy/?x={token.replace('-', '%2D', 1)}", forms.headers()),
    ],
    ids=["as a username", "twice", "in the URL", "in disguise"],
)
def test_a_token_in_the_wrong_place_is_to_be_revoked(client, alice, place):
    token = client.token(alice)
    path, headers = place(token)
    content = wheel()
    name = "example-1.0-py3-none-any.whl"
    body = forms.body(forms.fields(name, content), name, content)
    answer = client.post(path, body, headers=headers, status=403)
    assert "Revoke that token" in answer.text
    assert token not in answer.text


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()

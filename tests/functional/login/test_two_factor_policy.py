"""Managing needs a second factor where one is required, and gaining one does not."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project, make_release
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.two_factor_policy import TwoFactorPolicy
from warehouse.downloads.models import DownloadDay, Facet
from warehouse.http import offline
from warehouse.organizations.models import Team

OVERVIEW = "/manage/account/two-factor/"
EXEMPT = {
    "manage.account": "the overview, of which the next are parts",
    "manage.account.data": "a part of the overview",
    "manage.account.data.download": "a part of the overview",
    "manage.account.delete": "a part of the overview",
    "manage.account.emails": "a part of the overview",
    "manage.account.history": "a part of the overview",
    "manage.account.intruders": "a part of the overview",
    "manage.account.password": "a part of the overview",
    "manage.account.preferences": "a part of the overview",
    "manage.account.profile": "a part of the overview",
    "manage.account.sessions": "a part of the overview",
    "manage.account.two_factor": "a factor is gained there",
    "manage.account.keys": "a factor is gained there",
    "manage.account.keys.options": "a factor is gained there",
    "manage.account.keys.validate": "a factor is gained there",
    "manage.account.keys.delete": "a factor is gained there",
    "manage.account.recovery.generate": "a factor is gained there",
    "manage.account.recovery.regenerate": "a factor is gained there",
    "manage.account.recovery.burn": "a factor is gained there",
    "manage.account.directory": "a part of the overview",
    "manage.account.single_sign_on": "who vouches may see two factors",
    "manage.account.single_sign_on.unlink": "a part of the overview",
    "manage.account.totp": "a factor is gained there",
    "manage.account.totp.image": "a factor is gained there",
    "manage.unverified": "an address comes first",
    "login.verify_email": "an address comes first",
    "login.terms": "terms come first",
    "login.reauthenticate": "it is asked by exempt pages",
    "login.reauthenticate.options": "it is asked by exempt pages",
}


@pytest.fixture
def guarded(configurator):
    """Name, path and methods of every view of which a session has the permission."""
    introspector = configurator.introspector
    paths = {
        each["introspectable"]["name"]: each["introspectable"]["pattern"]
        for each in introspector.get_category("routes")
    }
    found = set()
    for each in introspector.get_category("views"):
        view = each["introspectable"]
        kinds = {related.category_name for related in each["related"]}
        if "permissions" not in kinds or view["route_name"] not in paths:
            continue
        if not view["route_name"].startswith(("admin.", "manage.", "login.")):
            continue
        path = re.sub(r"\{(?!key)\w+\}", "x", paths[view["route_name"]])
        is_post = view["request_methods"] == "POST"
        found.add((view["route_name"], path, "POST" if is_post else "GET"))
    return sorted(found)


def asks_for_a_factor(client, method, path):
    """Whether a request is led to the page about second factors."""
    session = client.get("/account/logout/").forms["sign-out"]
    values = {"csrf_token": session["csrf_token"].value}
    call = client.get if method == "GET" else client.post
    answer = call(path, values if method == "POST" else None, expect_errors=True)
    location = answer.headers.get("Location", "")
    return answer.status_code == 303 and f"{OVERVIEW}?next=" in location


@pytest.mark.parametrize("staff", [{}, {"is_superuser": True}], ids=["person", "admin"])
def test_every_page_but_the_exempt_ones_asks_for_a_factor(
    client, db, guarded, with_accounts, staff
):
    with_accounts(two_factor="required", logins_per_user="1000 per 5 minutes")
    user = make_user(db, **staff)
    give_codes(db, user, "0" * 16)
    make_release(db, make_project(db, "x", owner=user), "x")
    organization = make_organization(db, "x", owner=user)
    db.add(Team(organization=organization, name="x"))
    db.commit()
    client.sign_in(user)
    silent = set()
    for name, path, method in guarded:
        place = path.replace("{key}", str(organization.id))
        if not asks_for_a_factor(client, method, place):
            silent.add(name)
    assert silent == set(EXEMPT)
    assert len(guarded) > len(EXEMPT) + 3


def test_nobody_with_a_factor_is_asked_for_one(client, db, guarded, with_accounts):
    with_accounts(
        two_factor="required",
        two_factor_required_for=("staff", "owners", "owners-of-popular"),
    )
    user = make_user(db)
    client.sign_in(user)
    give_totp(db, user)
    for _, path, method in guarded:
        if method == "GET":
            assert not asks_for_a_factor(client, method, path)


@pytest.mark.parametrize(
    ("named", "columns", "asked"),
    [
        (("staff",), {}, False),
        (("staff",), {"is_superuser": True}, True),
        (("staff",), {"is_moderator": True}, True),
        (("staff",), {"is_support": True}, True),
        (("staff",), {"is_psf_staff": True}, True),
        (("owners",), {"is_superuser": True}, False),
        ((), {"is_superuser": True}, False),
    ],
)
def test_staff_alone_may_be_asked_for_a_factor(
    client, db, with_accounts, named, columns, asked
):
    with_accounts(two_factor_required_for=named)
    client.sign_in(make_user(db, **columns))
    assert asks_for_a_factor(client, "GET", "/manage/account/token/") is asked


def required_of(registry, user):
    with offline(registry) as request:
        return request.service(TwoFactorPolicy).is_required_of(user)


def test_owners_of_popular_projects_alone_may_be_asked_for_a_factor(
    db, registry, with_accounts
):
    named = {"two_factor_required_for": ("owners-of-popular",)}
    with_accounts(**named, two_factor_popular_downloads=100)
    today, owner, member = datetime.now(UTC).date(), make_user(db), make_user(db)
    small, large = make_project(db, owner=owner), make_project(db)
    make_organization(db, "guild", owner=member, projects=(large,))
    old = timedelta(days=30)
    for project, day, audience, count in (
        (small, today, "installers", 99),
        (small, today - old, "installers", 1000),
        (small, today, "mirrors", 1000),
        (large, today, "installers", 60),
        (large, today - old + timedelta(days=1), "installers", 40),
    ):
        facts = {"facet": Facet.AUDIENCE, "value": audience, "count": count}
        db.add(DownloadDay(project_id=project.id, day=day, **facts))
    db.commit()
    assert not required_of(registry, owner)
    assert required_of(registry, member)
    with_accounts(**named, two_factor_popular_downloads=99)
    assert required_of(registry, owner)


def test_owners_alone_may_be_asked_for_a_factor(client, db, registry, with_accounts):
    with_accounts(two_factor_required_for=("owners",))
    owner, helper, member = make_user(db), make_user(db), make_user(db)
    project = make_project(db, owner=owner)
    make_organization(db, "guild", owner=member, projects=(make_project(db),))
    alone = make_user(db)
    make_organization(db, "empty", owner=alone)
    assert project.name
    assert required_of(registry, owner)
    assert required_of(registry, member)
    assert not required_of(registry, helper)
    assert not required_of(registry, alone)
    client.sign_in(owner)
    assert asks_for_a_factor(client, "GET", "/manage/account/token/")

"""Every page, in the language that marks what is translated, says nothing unmarked."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.appeals import make_appeal, make_decision
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_downloads, make_file, make_project, make_release
from tests.factories.publishers import make_publishers, places_of_publishers
from tests.factories.upstreams import make_upstream_project
from tests.factories.views import make_view
from tests.factories.webhooks import make_webhook, places_of_webhook
from tests.functional.i18n import asked
from tests.functional.i18n.insides import give_insides
from tests.functional.i18n.places import PAGES, WAITING
from tests.functional.i18n.recovery import recovery_links
from tests.functional.i18n.unmarked import unmarked
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.mailing import UNSUBSCRIBE
from warehouse.accounts.models import Email, User
from warehouse.accounts.policies import Policies, Policy
from warehouse.accounts.services.passwords import PasswordService
from warehouse.accounts.services.primary import PrimaryAddressService
from warehouse.announcements.models import Banner, Sponsor
from warehouse.appeals.services import AppealService
from warehouse.events.models import StaffAction
from warehouse.http import offline
from warehouse.i18n.pseudo import marked
from warehouse.macaroons.models import Macaroon
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
)
from warehouse.search.services import DocumentService
from warehouse.security import LinkSigner

DATA = {
    "Acme",
    "abroad",
    "abroad-1.0.tar.gz",
    "elsewhere",
    "alice",
    "alice@example.com",
    "alice2@example.com",
    "former@example.com",
    "former",
    "acme",
    "example 1.0",
    "example-1.0-py3-none-any.whl",
    "example-1.0.tar.gz",
    "example",
    "A summary",
    "MIT",
    "Homepage",
    "Python 3",
    "revision 1",
}

RULE = """
allow = ["example"]
deny = ["acme"]
cooldown-days = 3650
only-with-provenance = true
only-trusted-publishers = true
only-wheels = true
prereleases = false
yanked = false
python = ["3.12"]
platforms = ["linux_x86_64"]
[advisories]
[licences]
"""

ABOUT_VERIFYING = {
    "manage/account/unverified.html",
    "pages/includes/notifications.html",
}
ADDING = {"manage/account/totp.html", "manage/account/security_key.html"}
PERSONAL = (
    *("pages/includes/", "manage/", "login/logout.html", "login/terms.html"),
    "login/project_role.html",
    "login/organization_role.html",
    "login/reauthenticate.html",
    "pages/report.html",
)


@pytest.fixture
def alice(db, storage):
    alice = make_user(db, "alice")
    alice.emails.append(Email(email="alice2@example.com", public=True, verified=True))
    release = make_release(
        db,
        make_project(db, "example", owner=alice),
        description="",
        summary="A summary",
        license_expression="MIT",
        author="The author",
        keywords_array=["keyword"],
        requires_python=">=3.11",
        home_page="https://example.com/",
    )
    release.dependencies.append(
        Dependency(kind=DependencyKind.REQUIRES_DIST, specifier="other")
    )
    make_file(db, release, "example-1.0-py3-none-any.whl")
    make_downloads(db, make_file(db, release, "example-1.0.tar.gz"))
    give_insides(db, storage, release)
    acme = make_organization(db, "acme", owner=alice, projects=(release.project,))
    give_team(db, acme, alice, "example", projects=(release.project,))
    DocumentService(db).index([release.project_id])
    db.commit()
    make_webhook(db, release.project, "example")
    make_publishers(db, release.project, alice, "example")
    action = make_decision(db, release.project, alice, notice="example")
    make_appeal(db, action, alice, "example", "example")
    return alice


def token_id(client, db, owner):
    client.token(owner, description="alice")
    return db.scalars(select(Macaroon.id)).one()


@pytest.fixture
def beside(db, alice):
    """There are private projects, a view, and another index."""
    for number in range(12):
        make_project(db, f"secret-{number}", owner=alice, is_private=True)
    make_upstream_project(db, "abroad", "abroad-1.0.tar.gz")
    make_view(db, "example", RULE)


@pytest.fixture(autouse=True)
def policies(registry, monkeypatch):
    """An operator has written terms of use and a privacy notice."""
    policy = Policy("revision 1", "Be kind.")
    monkeypatch.setitem(registry, Policies, Policies(policy, policy))


@pytest.fixture(autouse=True)
def moderation_log(registry, monkeypatch):
    """The operator shows the log of moderation."""
    settings = registry.settings["warehouse"]
    staff = replace(settings.staff, moderation_log=True)
    monkeypatch.setitem(registry.settings, "warehouse", replace(settings, staff=staff))


@pytest.fixture(autouse=True)
def announcements(db):
    """Staff say something to everybody, and somebody supports the index."""
    today = datetime.now(UTC).date()
    db.add(Banner(name="x", text="example", active=True, dismissable=True, end=today))
    link = "https://acme.example/"
    sponsor = {"name": "Acme", "link_url": link, "color_logo_url": link}
    db.add(Sponsor(**sponsor, is_active=True, sidebar=True))
    db.commit()


@contextmanager
def age_of_password(name):
    """Time passes before the page that asks for the password again."""
    later = timedelta(hours=1 if name == "login/reauthenticate.html" else 0)
    with freeze_time(datetime.now(UTC) + later):
        yield


def look_at(client, alice, name, places):
    if PAGES[name] != WAITING or name == "login/login.html":
        path = PAGES[name].format(**places)
        return client.get(path, headers={"Accept": "text/html"}, expect_errors=True)
    page = client.sign_in(alice).follow()
    way = page.html.find("a", href=re.compile("/account/recovery-code/"))
    return page if name == "login/two_factor.html" else client.get(way["href"])


def said(html):
    return [each for each in unmarked(html, DATA) if not each.startswith("secret-")]


def test_every_page_template_is_looked_at(configurator):
    templates = configurator.introspector.get_category("templates")
    names = {each["introspectable"]["name"] for each in templates}
    names = {name for name in names if name and name.endswith(".html")}
    # Pages of staff speak English only.
    names = {name for name in names if not name.startswith("admin/")}
    others = {
        "login/reauthenticate.html",
        *("api/stats.html", "api/view_why.html", "api/view_why_file.html"),
        "forklift/upload.html",
        "layouts/error.html",
    }
    # They are answers to forms, or to those who come back from an identity provider;
    # tests/functional/manage and tests/functional/single_sign_on look at them.
    answers = {
        "login/membership.html",
        "login/newcomer.html",
        "manage/account/directory.html",
        "manage/account/single_sign_on.html",
        "manage/account/token_made.html",
        "manage/organization/token_made.html",
        "manage/webhooks/secret.html",
    }
    assert names - answers | others == set(PAGES)


def appeal_link(request):
    """Return what stands in messages about a decision of staff."""
    action = request.db.scalars(select(StaffAction)).one()
    user = request.db.get(User, action.owner_ids[0])
    return request.service(AppealService).link_for(action, user)


def links(registry, user):
    """Return what stands in messages about the account."""
    with offline(registry) as request:
        email = request.db.get(Email, user.emails[0].id)
        primary = request.service(PrimaryAddressService)
        return {
            **recovery_links(request),
            "appeal": appeal_link(request),
            "invitation": asked.invitation(request),
            "application": asked.application(request, user),
            "namespace": asked.namespace(request, user),
            "joining": asked.joining(request),
            "unsubscribe": registry[LinkSigner].sign(
                UNSUBSCRIBE, **{"user.id": str(user.id), "topic": "tokens"}
            ),
            "reset": request.service(PasswordService).reset_link(email),
            "undo": primary.undo_link(email.user, "former@example.com"),
        }


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_says_nothing_that_is_not_translated(client, alice, db, name):
    alice.emails[0].verified = name not in ABOUT_VERIFYING
    give_codes(db, alice, "0" * 16, burned=name in ADDING)
    if PAGES[name] == WAITING and name != "login/login.html":
        give_totp(db, alice)
    client.set_cookie("_LOCALE_", "xx")
    if name.startswith(PERSONAL):
        client.sign_in(alice)
        client.get("/locale/?locale_id=xx")
    places = {"token": token_id(client, db, alice), **links(client.registry, alice)}
    places |= {**places_of_webhook(db), **places_of_publishers(db)}
    with age_of_password(name):
        page = look_at(client, alice, name, places)
    assert page.status_code in {200, 404}
    assert page.text
    found = said(page.text)
    assert found == []


def test_forms_and_refusals_are_translated(client, alice):
    client.set_cookie("_LOCALE_", "xx")
    page = client.get("/account/login/")
    for username, password in [
        ("", ""),
        ("a@b.c", "x"),
        ("alice", "wrong"),
        ("x" * 51, "x"),
        ("nobody", "wrong"),
    ]:
        form = page.forms["sign-in"]
        form["username"], form["password"] = username, password
        page = form.submit(expect_errors=True)
        assert page.html.find(class_="form__error") is not None
        assert said(page.text) == []
    client.sign_in(alice)
    refused = client.get("/manage/account/token/new/").forms["make-token"].submit()
    assert marked("Say what the token is for.") in refused.text
    assert said(refused.text) == []


def test_errors_are_translated_even_as_plain_text(client):
    client.set_cookie("_LOCALE_", "xx")
    for path in ("/nowhere/", "/project/nobody/"):
        answer = client.get(path, headers={"Accept": "text/plain"}, status=404)
        assert marked("There is nothing here") in answer.text
    refused = client.put("/help/", status=405)
    assert (
        marked("The method ${method} is not allowed here.").replace("${method}", "PUT")
        in refused.text
    )
    forged = client.post("/account/login/", {"username": "x"}, status=400)
    assert marked("The form was open for too long. Please load it again.") in forged.text

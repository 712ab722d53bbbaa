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
from tests.factories.webhooks import make_webhook, places_of_webhook
from tests.functional.i18n import asked
from tests.functional.i18n.insides import INSIDES, give_insides
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
from warehouse.pages.guides import GUIDES
from warehouse.search.services import DocumentService
from warehouse.security import LinkSigner

DATA = {
    "Acme",
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

WAITING = "/account/login/"
"""Pages that a right password leads to, where there is a second factor."""

PAGES = {
    **INSIDES,
    "pages/home.html": "/",
    "pages/search.html": "/search/?q=example&status=active",
    "pages/project.html": "/project/example/",
    "pages/report.html": "/project/example/submit-malware-report/",
    "pages/dependents.html": "/project/example/dependents/",
    "pages/profile.html": "/user/alice/",
    "pages/organization.html": "/org/acme/",
    "pages/help.html": "/help/",
    **{f"pages/guides/{name}.html": f"/help/{name}/" for name in GUIDES},
    "pages/security.html": "/security/",
    "pages/sponsors.html": "/sponsors/",
    "pages/policy.html": "/policy/privacy/",
    "login/terms.html": "/account/view-terms-of-service/",
    "pages/sitemap.html": "/sitemap/",
    "pages/mail.html": "/_mail/",
    "pages/style.html": "/_style/",
    "api/stats.html": "/stats/",
    "api/classifiers.html": "/classifiers/",
    "api/documentation.html": "/help/api/",
    "forklift/upload.html": "/legacy/",
    "login/confirm_login.html": "/account/confirm-login/",
    "login/login.html": "/account/login/",
    "login/logout.html": "/account/logout/",
    "login/register.html": "/account/register/",
    "login/request_password_reset.html": "/account/request-password-reset/",
    "login/reset_password.html": "/account/reset-password/?token={reset}",
    "login/recover.html": "/account/recover/",
    "login/recover_follow.html": "/account/recover/follow/?token={recovery}",
    "login/recover_object.html": "/account/recover/not-me/?token={objection}",
    "manage/account/data.html": "/manage/account/data/",
    "manage/account/delete.html": "/manage/account/delete/",
    "manage/account/history.html": "/manage/account/history/",
    "manage/account/intruders.html": "/manage/account/not-me/",
    "manage/account/overview.html": "/manage/account/",
    "login/undo_email_change.html": "/account/undo-email-change/?token={undo}",
    "manage/account/profile.html": "/manage/account/profile/",
    "manage/account/emails.html": "/manage/account/emails/",
    "manage/account/password.html": "/manage/account/password/",
    "login/unsubscribe.html": "/account/unsubscribe/?token={unsubscribe}",
    "manage/account/preferences.html": "/manage/account/preferences/",
    "login/two_factor.html": WAITING,
    "login/recovery_code.html": WAITING,
    "login/reauthenticate.html": "/manage/account/recovery-codes/regenerate",
    "manage/account/burn_code.html": "/manage/account/recovery-codes/burn",
    "manage/account/recovery_codes.html": "/manage/account/recovery-codes/regenerate",
    "manage/account/security_key.html": "/manage/account/webauthn-provision",
    "manage/account/totp.html": "/manage/account/totp-provision",
    "manage/account/sessions.html": "/manage/account/sessions/",
    "manage/account/two_factor.html": "/manage/account/two-factor/",
    "manage/account/tokens.html": "/manage/account/token/",
    "manage/account/token.html": "/manage/account/token/{token}/",
    "manage/account/token_new.html": "/manage/account/token/new/",
    "manage/account/unverified.html": "/manage/unverified-account/",
    "manage/project/statistics.html": "/manage/project/example/statistics/",
    "pages/downloads.html": "/project/example/downloads/",
    "pages/releases.html": "/project/example/releases/",
    "pages/dependencies.html": "/project/example/1.0/dependencies/",
    "pages/includes/dependencies.html": (
        "/_includes/unauthed/project-dependencies/example/1.0/"
    ),
    "pages/includes/downloads.html": "/_includes/unauthed/project-downloads/example/",
    "manage/project/history.html": "/manage/project/example/history/",
    "manage/webhooks/list.html": "/manage/project/example/webhooks/",
    "manage/webhooks/new.html": "/manage/project/example/webhooks/new/",
    "manage/webhooks/one.html": "/manage/project/example/webhooks/{webhook}/",
    "manage/webhooks/log.html": "/manage/project/example/webhooks/{webhook}/log/",
    "manage/webhooks/delivery.html": (
        "/manage/project/example/webhooks/{webhook}/log/{delivery}/"
    ),
    "manage/project/publishing.html": "/manage/project/example/settings/publishing/",
    "manage/project/publishing_trial.html": (
        "/manage/project/example/settings/publishing/try/"
    ),
    "manage/account/publishing.html": "/manage/account/publishing/",
    "manage/account/publishing_remove.html": (
        "/manage/account/publishing/{pending}/remove/"
    ),
    "manage/decisions.html": "/manage/decisions/",
    "manage/appeal.html": "/account/appeal/?token={appeal}",
    "pages/moderation.html": "/moderation/",
    "layouts/error.html": "/nowhere/",
    "pages/includes/current_user.html": "/_includes/authed/current-user-indicator/",
    "pages/includes/flashes.html": "/_includes/unauthed/flash-messages/",
    "pages/includes/notifications.html": "/_includes/authed/session-notifications/",
    "pages/includes/profile_callout.html": (
        "/_includes/authed/current-user-profile-callout/alice"
    ),
    "pages/includes/profile_actions.html": "/_includes/authed/profile-actions/alice",
    "pages/includes/profile_email.html": "/_includes/authed/profile-public-email/alice",
    "pages/includes/edit_project.html": "/_includes/authed/edit-project-button/example",
    "pages/includes/banners.html": "/_includes/unauthed/notification-banners/",
    "pages/includes/sponsor.html": "/_includes/unauthed/sidebar-sponsor-logo/",
    "pages/includes/follow_project.html": "/_includes/authed/follow-project/example",
    "manage/account/notifications.html": "/manage/account/notifications/",
    "manage/project/following.html": "/manage/project/example/notifications/",
    "login/project_role.html": "/account/verify-project-role/?token={invitation}",
    "manage/projects.html": "/manage/projects/",
    "manage/deleted.html": "/manage/deleted/",
    "manage/organizations.html": "/manage/organizations/",
    "manage/organization_apply.html": "/manage/organizations/apply/",
    "manage/application.html": "/manage/organizations/application/{application}/",
    "login/organization_role.html": "/account/verify-organization-role/?token={joining}",
    "manage/organization/action.html": "/manage/organization/acme/delete/",
    "manage/organization/history.html": "/manage/organization/acme/history/",
    "manage/organization/people.html": "/manage/organization/acme/people/",
    "manage/organization/projects.html": "/manage/organization/acme/projects/",
    "manage/organization/namespace.html": (
        "/manage/organization/acme/namespaces/application/{namespace}/"
    ),
    "manage/organization/namespaces.html": "/manage/organization/acme/namespaces/",
    "manage/organization/publishing.html": "/manage/organization/acme/publishing/",
    "manage/organization/domains.html": "/manage/organization/acme/domains/",
    "manage/organization/feed.html": "/manage/organization/acme/feed/",
    "manage/organization/rules.html": "/manage/organization/acme/rules/",
    "manage/organization/settings.html": "/manage/organization/acme/settings/",
    "manage/organization/sign_on.html": "/manage/organization/acme/single-sign-on/",
    "manage/organization/token_new.html": "/manage/organization/acme/tokens/new/",
    "manage/organization/tokens.html": "/manage/organization/acme/tokens/",
    "manage/organization/teams.html": "/manage/organization/acme/teams/",
    **{
        f"manage/organization/team_{page}.html": (
            f"/manage/organization/acme/team/example/{page}/"
        )
        for page in ("members", "projects", "settings", "history")
    },
    "manage/project/overview.html": "/manage/project/example/",
    "manage/project/releases.html": "/manage/project/example/releases/",
    "manage/project/many_releases.html": "/manage/project/example/releases/change/",
    "manage/project/retention.html": "/manage/project/example/retention/?dev_days=9",
    "manage/project/release.html": "/manage/project/example/release/1.0/",
    "manage/project/people.html": "/manage/project/example/collaboration/",
    "manage/project/credentials.html": "/manage/project/example/credentials/",
    "manage/project/settings.html": "/manage/project/example/settings/",
    "manage/project/action.html": "/manage/project/example/delete_project/",
}
"""Where each template is seen."""

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
    return unmarked(html, DATA)


def test_every_page_template_is_looked_at(configurator):
    templates = configurator.introspector.get_category("templates")
    names = {each["introspectable"]["name"] for each in templates}
    names = {name for name in names if name and name.endswith(".html")}
    # Pages of staff speak English only.
    names = {name for name in names if not name.startswith("admin/")}
    others = {
        "login/reauthenticate.html",
        "api/stats.html",
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

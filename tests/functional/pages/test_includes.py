"""The personal parts of public pages."""

from datetime import UTC, datetime

import pytest
import redis
from pyramid.response import Response

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.models import Email
from warehouse.accounts.policies import Policies, Policy
from warehouse.http import Request
from warehouse.i18n.pseudo import marked
from warehouse.sessions import COOKIE, WebSessionFactory

INDICATOR = "/_includes/authed/current-user-indicator/"
FLASHES = "/_includes/unauthed/flash-messages/"
NOTIFICATIONS = "/_includes/authed/session-notifications/"
PERSONAL = [
    NOTIFICATIONS,
    "/_includes/authed/current-user-profile-callout/alice",
    "/_includes/authed/profile-actions/alice",
    "/_includes/authed/profile-public-email/alice",
    "/_includes/authed/edit-project-button/example",
    "/_includes/authed/follow-project/example",
    "/_includes/authed/private-projects/?q=example",
]


@pytest.fixture
def alice(db):
    return make_user(db, "alice")


def include(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "Cookie" in answer.vary
    assert "Content-Encoding" not in answer.headers
    return answer


def test_visitors_get_empty_parts_and_no_session(client, alice, statements):
    statements.clear()
    for path in (*PERSONAL, FLASHES):
        answer = include(client, path)
        assert (answer.status_int, answer.body) == (200, b""), path
        assert "Set-Cookie" not in answer.headers
    links = [each.text for each in include(client, INDICATOR).html.find_all("a")]
    assert links == ["Sign in", "Register"]
    assert COOKIE not in client.cookies
    assert statements == []


def test_signing_in_leads_back_to_the_page(client, alice):
    here = {"Referer": "http://localhost/help/?a=b"}
    link = include(client, INDICATOR, **here).html.a["href"]
    assert link == "/account/login/?next=%2Fhelp%2F%3Fa%3Db"
    evil = {"Referer": "https://evil.example/x"}
    assert include(client, INDICATOR, **evil).html.a["href"].endswith("next=%2F")


def test_the_menu_names_the_signed_in_user(client, alice):
    client.sign_in(alice)
    menu = include(client, INDICATOR, Referer="http://localhost/help/")
    links = [each["href"] for each in menu.html.find_all("a")]
    assert links == [
        "/manage/projects/",
        "/manage/organizations/",
        "/manage/account/",
        "/manage/account/token/",
        "/manage/account/preferences/",
        "/user/alice/",
        "/help/",
    ]
    out = menu.form.submit()
    assert out.location == "http://localhost/help/"
    assert include(client, INDICATOR).html.a.text == "Sign in"


def test_staff_are_led_to_their_pages_and_nobody_else(client, db):
    for column in ("is_superuser", "is_support", "is_moderator", "is_psf_staff"):
        client.reset()
        client.sign_in(make_user(db, **{column: True}))
        link = include(client, INDICATOR).html.find("a", href="/admin/")
        assert link is not None, column
        client.get(link["href"], status=200)
    client.reset()
    client.sign_in(make_user(db, is_observer=True))
    assert include(client, INDICATOR).html.find("a", href="/admin/") is None


def test_messages_are_shown_once_the_gravest_first(client, registry):
    client.get("/locale/?locale_id=xx")
    client.get("/locale/?locale_id=de")
    shown = include(client, FLASHES).html.find_all("p")
    assert [each["class"] for each in shown] == [["banner", "banner--success"]] * 2
    assert shown[0].text == marked("Locale updated")
    assert include(client, FLASHES).body == b""
    assert registry[redis.Redis].keys("warehouse/session/*") == []


def test_a_message_does_not_come_back_by_a_part_that_is_made_meanwhile(registry):
    sessions = WebSessionFactory("not a secret", registry[redis.Redis])

    def asked(cookie=""):
        request = Request.blank("/", headers={"Cookie": cookie})
        request.environ["warehouse.uses_session"] = True
        return request, sessions(request)

    def answered(request):
        response = Response()
        request._process_response_callbacks(response)
        return response.headers["Set-Cookie"].split(";")[0]

    request, session = asked()
    session["user"] = "somebody"
    session.flash("Hello")
    cookie = answered(request)
    slow, other = asked(cookie)
    assert other.peek_flash() == ["Hello"]
    quick, session = asked(cookie)
    assert session.pop_flash() == ["Hello"]
    answered(quick)
    answered(slow)
    assert asked(cookie)[1].pop_flash() == []


@pytest.mark.parametrize("registration", ["invitation", "closed"])
def test_nobody_is_led_to_registering_who_may_not(client, with_accounts, registration):
    with_accounts(registration=registration)
    for path in (INDICATOR, "/help/"):
        assert client.get(path).html.find("a", href="/account/register/") is None


def test_one_reminder_is_shown_the_gravest_first(client, db, alice, registry, monkeypatch):
    client.sign_in(alice)
    assert "Add a second factor" in include(client, NOTIFICATIONS).text
    give_totp(db, alice)
    assert "You have no recovery codes" in include(client, NOTIFICATIONS).text
    give_codes(db, alice, "0" * 16, burned=False)
    assert "have not proved yet" in include(client, NOTIFICATIONS).text
    for code in alice.recovery_codes:
        code.burned = datetime.now(UTC)
    give_codes(db, alice, "1" * 16, burned=False)
    assert include(client, NOTIFICATIONS).body == b""
    policies = Policies(Policy("2", "Be kind."), None)
    monkeypatch.setitem(registry, Policies, policies)
    assert "terms of use have changed" in include(client, NOTIFICATIONS).text
    assert len(include(client, NOTIFICATIONS).html.find_all("p")) == 1


@pytest.mark.parametrize(
    ("page", "is_shown"),
    [
        ("/manage/account/two-factor/", False),
        ("/manage/account/recovery-codes/burn", False),
        ("/manage/account/totp-provision", False),
        ("/manage/account/webauthn-provision", False),
        ("/manage/account/", True),
        ("/help/", True),
    ],
)
def test_a_reminder_is_not_on_the_page_that_it_is_about(client, alice, page, is_shown):
    client.sign_in(alice)
    here = {"Referer": f"http://localhost{page}"}
    assert bool(include(client, NOTIFICATIONS, **here).body) == is_shown


def test_an_address_that_is_not_verified_is_named(client, db, alice):
    client.sign_in(alice)
    alice.emails[0].verified = False
    db.commit()
    assert "alice@example.com is not verified" in include(client, NOTIFICATIONS).text
    db.delete(alice.emails[0])
    db.commit()
    assert "no primary e-mail address" in include(client, NOTIFICATIONS).text


def test_a_profile_is_its_owners(client, db, alice):
    make_user(db, "bob")
    client.sign_in(alice)
    for part in ("current-user-profile-callout", "profile-actions"):
        assert include(client, f"/_includes/authed/{part}/Alice").body != b""
        for other in ("bob", "nobody", "%C3%A4"):
            assert include(client, f"/_includes/authed/{part}/{other}").body == b""


def test_an_address_is_shown_if_its_owner_says_so_to_people_only(client, db, alice):
    bob = make_user(db, "bob")
    path = "/_includes/authed/profile-public-email/bob"
    client.sign_in(alice)
    assert include(client, path).body == b""
    bob.emails.append(Email(email="b+<o>b@example.com", public=True, verified=True))
    db.commit()
    link = include(client, path).html.a
    assert (link["href"], link.text) == (
        "mailto:b%2B%3Co%3Eb@example.com",
        "b+<o>b@example.com",
    )
    client.get("/_includes/authed/profile-public-email/nobody", status=404)


def test_a_project_is_managed_by_those_who_may(client, db, alice):
    make_project(db, "Ours", owner=alice)
    make_project(db, "theirs", owner=make_user(db, "bob"))
    client.sign_in(alice)
    assert (
        "Manage Ours" in include(client, "/_includes/authed/edit-project-button/ours").text
    )
    refused = client.get("/_includes/authed/edit-project-button/theirs", status=403)
    assert refused.body == b""
    assert "no-store" in refused.headers["Cache-Control"]
    quiet = client.get(refused.request.path, headers={"Prefer": "return=minimal"})
    assert (quiet.status_int, quiet.body) == (204, b"")
    client.get("/_includes/authed/edit-project-button/nothing", status=404)

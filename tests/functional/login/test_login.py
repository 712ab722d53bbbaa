"""Signing in and out, and making tokens, as people do."""

import hashlib
from collections.abc import Callable

import pytest
import redis
from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD, Client
from warehouse.accounts.breaches import PasswordCorpus
from warehouse.accounts.models import DisableReason, User
from warehouse.accounts.password_rules import PasswordRules
from warehouse.accounts.policy import recognise_session
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent
from warehouse.http import offline
from warehouse.http.request import Services

LEGACY = "$bcrypt-sha256$2a,12$HJeIO5NeHkp2GElN.xk0oe$jhq4xOtED2C3Dc2D8RuaKgCjak8xuNC"


def test_signing_in_and_out(client: Client, db: Session) -> None:
    user = make_user(db, "arthur")
    asked = client.get("/manage/account/", status=303)
    assert asked.location.endswith("/account/login/?next=%2Fmanage%2Faccount%2F")
    page = client.get(asked.location)
    before = client.cookies["session_id"]
    form = page.forms["sign-in"]
    form["username"], form["password"] = "Arthur", PASSWORD
    account = form.submit().follow()
    assert "arthur" in account.text
    assert client.cookies["session_id"] != before
    assert "no-store" in account.headers["Cache-Control"]
    out = client.get("/account/logout/").forms["sign-out"].submit()
    assert out.status_code == 303
    client.get("/manage/account/", status=303)
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == user.id)).all()
    assert "account:login:success" in tags


@pytest.mark.parametrize(
    ("username", "password", "problem"),
    [
        ("arthur", "wrong", "The password is not right."),
        ("nobody", "wrong", "There is no account named"),
        ("a@b.example", "wrong", "not your e-mail address"),
        ("", "", "Enter your username."),
        ("nul\0", "x", "There is no account named"),
    ],
)
def test_a_refused_sign_in_names_the_problem(
    client: Client, db: Session, username: str, password: str, problem: str
) -> None:
    make_user(db, "arthur")
    form = client.get("/account/login/").forms["sign-in"]
    form["username"], form["password"] = username, password
    assert problem in form.submit().text


def test_legacy_passwords_work_and_are_upgraded(client: Client, db: Session) -> None:
    user = make_user(db, "old", password=LEGACY)
    assert client.sign_in(user, "password").status_code == 303
    db.refresh(user)
    assert user.password.startswith("$argon2id$")
    client.get("/manage/account/", status=200)


def test_too_many_wrong_passwords(client: Client, db: Session) -> None:
    user = make_user(db)
    for _ in range(10):
        client.sign_in(user, "wrong")
    answer = client.sign_in(user)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "too many wrong tries" in answer.text


def test_right_passwords_cost_nothing(client: Client, db: Session) -> None:
    user = make_user(db)
    for _ in range(12):
        assert client.sign_in(user).status_code == 303
        client.reset()


def test_addresses_of_one_network_share_a_limit(client: Client, db: Session) -> None:
    for number in range(11):
        client.extra_environ["REMOTE_ADDR"] = f"2001:db8:0:1:{number}::1"
        answer = client.sign_in(make_user(db), "wrong")
        assert answer.status_code == (200 if number < 10 else 429)
    client.extra_environ["REMOTE_ADDR"] = "2001:db8:0:2::1"
    assert client.sign_in(make_user(db), "wrong").status_code == 200


def test_looking_at_the_sign_in_page_keeps_nothing(client: Client, db: Session) -> None:
    valkey: redis.Redis = client.registry[redis.Redis]
    for _ in range(3):
        client.reset()
        client.get("/account/login/", status=200)
        client.get("/account/login/", status=200)
    assert valkey.keys("warehouse/session/*") == []
    client.sign_in(make_user(db))
    assert len(valkey.keys("warehouse/session/*")) == 1
    client.get("/account/logout/").forms["sign-out"].submit()
    assert valkey.keys("warehouse/session/*") == []


def test_the_token_of_another_session_is_no_good(client: Client, db: Session) -> None:
    user = make_user(db)
    token = client.get("/account/login/").forms["sign-in"]["csrf_token"].value
    client.reset()
    client.get("/account/login/", status=200)
    values = {"username": user.username, "password": PASSWORD, "csrf_token": token}
    client.post("/account/login/", values, status=400)


def test_a_changed_password_ends_sessions(client: Client, db: Session) -> None:
    user = make_user(db)
    client.sign_in(user)
    user.password = "!"
    db.commit()
    page = client.get("/manage/account/", status=303).follow()
    assert "password was changed" in page.text


def test_forms_are_guarded_against_forgery(client: Client, db: Session) -> None:
    user = make_user(db)
    values = {"username": user.username, "password": PASSWORD}
    client.post("/account/login/", values, status=400)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil", "\t//x", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(client: Client, db: Session, target: str) -> None:
    user = make_user(db)
    form = client.get("/account/login/", params={"next": target}).forms["sign-in"]
    form["username"], form["password"] = user.username, PASSWORD
    assert form.submit().location == "http://localhost/manage/account/"


def test_the_account_of_nobody(client: Client, db: Session) -> None:
    user = make_user(db)
    client.sign_in(user)
    db.delete(db.get(User, user.id))
    db.commit()
    client.get("/manage/account/", status=303)


def test_without_valkey_people_are_told(
    client: Client,
    db: Session,
    switch_valkey: Callable[[redis.Redis], None],
    dead_valkey: redis.Redis,
) -> None:
    client.sign_in(make_user(db))
    switch_valkey(dead_valkey)
    page = client.get("/manage/account/", status=503)
    assert "Nobody can sign in" in page.text
    client.get("/", status=200)


def test_a_suspended_account_is_not_signed_in(client: Client, db: Session) -> None:
    user = make_user(db, "arthur", is_frozen=True)
    assert "This account is suspended." in client.sign_in(user).text
    client.get("/manage/account/", status=303)


def test_suspending_an_account_ends_its_sessions(client: Client, db: Session) -> None:
    user = make_user(db, "arthur")
    client.sign_in(user)
    client.get("/manage/account/", status=200)
    user.is_frozen = True
    db.commit()
    answer = client.get("/manage/account/", status=303).follow()
    assert "This account is suspended." in answer.text


def test_signing_in_as_another_leaves_nothing_of_the_first(
    client: Client, db: Session
) -> None:
    first, second = make_user(db, "arthur"), make_user(db, "ford")
    page = client.get("/account/login/")
    client.sign_in(first)
    token = client.get("/account/logout/").forms["sign-out"]["csrf_token"].value
    form = page.forms["sign-in"]
    form["username"], form["password"], form["csrf_token"] = "ford", PASSWORD, token
    form.submit(status=303)
    account = client.get("/manage/account/", status=200)
    assert second.username in account.text
    assert first.username not in account.text


def test_a_view_without_a_session_recognises_nobody(registry: Registry) -> None:
    with offline(registry) as request:
        assert recognise_session(request) is None


class Known(PasswordCorpus):
    """Knows the password that all people of tests have."""

    def _has(self, digest: str) -> bool:
        wanted = hashlib.sha1(PASSWORD.encode(), usedforsecurity=False).hexdigest()
        return digest == wanted.upper()


def test_a_password_known_from_a_breach_opens_nothing_any_more(
    client: Client, db: Session, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user(db, "arthur")
    rules = PasswordRules(Known())
    monkeypatch.setitem(registry[Services], PasswordRules, lambda request: rules)
    for _ in range(2):
        page = client.sign_in(user)
        assert "known from a breach" in page
        assert page.html.find("a", href="/help/#compromised-password")
    db.refresh(user)
    assert user.disabled_for == DisableReason.PASSWORD_COMPROMISED
    [mail] = db.scalars(select(EmailMessage)).all()
    assert mail.kind == "password-compromised-hibp"
    assert "/account/request-password-reset/" in mail.body
    assert "/help/#compromised-password" in mail.body
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == user.id)).all()
    assert list(tags) == ["account:password:disabled"]
    assert "is not right" in client.sign_in(user, "wrong").text


FORMS = [
    ("/account/login/", "sign-in", "username"),
    ("/account/login/", "sign-in", "password"),
    ("/account/request-password-reset/", "request-reset", "username_or_email"),
    ("/account/register/", "register", "username"),
    ("/account/register/", "register", "new_password"),
]


@pytest.mark.parametrize(("path", "form", "field"), FORMS)
def test_a_token_in_a_form_is_to_be_revoked_and_never_shown(
    client: Client,
    db: Session,
    capfd: pytest.CaptureFixture[str],
    path: str,
    form: str,
    field: str,
) -> None:
    token = client.token(make_user(db, "arthur"))
    filled = client.get(path).forms[form]
    filled[field] = f" {token} "
    page = filled.submit(status=200)
    said = page.html.find(id=f"{field}-errors").text
    assert said.startswith("This is an API token")
    assert "Revoke it" in said
    assert token[:20] not in page.text
    told = capfd.readouterr()
    assert token[:20] not in told.out + told.err

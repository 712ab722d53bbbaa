"""The second factor at the sign-in: codes of an app, and recovery codes."""

from datetime import UTC, datetime

import pytest
from freezegun import freeze_time
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD, Client
from tests.functional.login.factors import (
    code_of,
    confirmed,
    give_codes,
    give_totp,
    second_page,
)
from warehouse.accounts.passwords import PasswordHasher
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent


def enter(page, code, name="totp_value", form="totp"):
    """The answer to a code."""
    page.forms[form][name] = code
    return page.forms[form].submit(expect_errors=True)


def methods_of(db: Session) -> list[str | None]:
    tag = UserEvent.tag == "account:login:success"
    found = db.scalars(select(UserEvent.additional).where(tag).order_by(UserEvent.time))
    return [each["two_factor_method"] for each in found]


def reasons_of(db: Session) -> list[str]:
    tag = UserEvent.tag == "account:login:failure"
    found = db.scalars(select(UserEvent.additional).where(tag).order_by(UserEvent.time))
    return [each["reason"] for each in found]


@pytest.fixture
def user(db):
    user = make_user(db, "arthur")
    give_totp(db, user)
    give_codes(db, user, "0" * 16, "1" * 16, "2" * 16)
    return user


def test_a_password_alone_opens_nothing(client, user):
    page = second_page(client, user)
    assert "Prove that it is you" in page.text
    client.get("/manage/account/", status=303)


def test_a_code_of_the_app_signs_in(client, db, user):
    page = second_page(client, user)
    before = client.cookies["session_id"]
    answer = enter(
        page, f" {code_of(user.totp_secret)[:3]} {code_of(user.totp_secret)[3:]}"
    )
    assert answer.status_code == 303
    assert client.cookies["session_id"] != before
    client.get("/manage/account/", status=200)
    assert methods_of(db) == ["totp"]


@pytest.mark.parametrize("steps", [-10, -2, 2, 10])
def test_a_code_of_another_time_is_told(client, user, steps):
    with freeze_time("2026-11-28 12:00:10"):
        page = second_page(client, user)
        answer = enter(page, code_of(user.totp_secret, steps=steps))
    assert "right for another time" in answer.text


@pytest.mark.parametrize(
    "code", ["000000", "", "1", "x" * 21, "\0", "\uff11\uff12\uff13\uff14\uff15\uff16"]
)
def test_a_wrong_code_is_refused_beside_its_field(client, user, code):
    answer = enter(second_page(client, user), code)
    assert answer.html.find(class_="form__error") is not None
    client.get("/manage/account/", status=303)


@pytest.mark.parametrize("spelled", ["{}", " {} ", "\t{}"])
def test_a_code_of_the_app_works_once(client, user, spelled):
    code = code_of(user.totp_secret)
    assert enter(second_page(client, user), code).status_code == 303
    client.reset()
    answer = enter(second_page(client, user), spelled.format(code))
    assert "Each code works once" in answer.text


def test_a_code_before_the_last_one_is_refused(client, user):
    """A code that somebody read over a shoulder is worthless once a later one was used."""
    with freeze_time("2026-11-28 12:00:10"):
        earlier, later = (code_of(user.totp_secret, steps=each) for each in (0, 1))
        assert enter(second_page(client, user), later).status_code == 303
        client.reset()
        assert "not right" in enter(second_page(client, user), earlier).text


def test_a_recovery_code_signs_in_once(client, db, user):
    page = second_page(client, user).click("Use a recovery code instead")
    answer = enter(page, " 1111 1111 1111 1111", "recovery_code_value", "recovery-code")
    assert answer.status_code == 303
    client.get("/manage/account/", status=200)
    assert methods_of(db) == ["recovery-code"]
    mail = db.scalars(select(EmailMessage)).one()
    assert (mail.kind, "1 code is left" in mail.body) == ("recovery-code-used", True)
    client.reset()
    page = second_page(client, user).click("Use a recovery code instead")
    again = enter(page, "1" * 16, "recovery_code_value", "recovery-code")
    assert "used before" in again.text
    assert reasons_of(db) == ["burned_recovery_code"]


def test_tries_of_all_factors_count_together(client, user):
    page = second_page(client, user)
    other = page.click("Use a recovery code instead")
    for _ in range(3):
        assert enter(page, "000000").status_code == 200
    for _ in range(2):
        wrong = enter(other, "f" * 16, "recovery_code_value", "recovery-code")
        assert wrong.status_code == 200
    answer = enter(page, code_of(user.totp_secret))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    client.get("/manage/account/", status=303)


def test_a_network_has_a_limit_over_all_accounts(client, db):
    for number in range(11):
        user = make_user(db)
        give_totp(db, user)
        client.reset()
        client.extra_environ["REMOTE_ADDR"] = f"2001:db8:0:1:{number}::1"
        answer = enter(second_page(client, user), "000000")
        assert answer.status_code == (200 if number < 10 else 429)


def test_right_codes_cost_nothing(client, db, user):
    for minute in range(8):
        with freeze_time(datetime(2026, 11, 28, 12, minute, tzinfo=UTC)):
            page = second_page(client, user)
            assert enter(page, code_of(user.totp_secret)).status_code == 303
            client.reset()


def test_a_waiting_sign_in_belongs_to_one_browser(client, user):
    place = client.sign_in(user).location
    client.reset()
    page = client.get(place, status=303).follow()
    assert "This sign-in is over" in page.text


def test_a_waiting_sign_in_ends(client, db, user):
    with freeze_time("2026-11-28 12:00:00") as clock:
        place = client.sign_in(user).location
        client.get(place, status=200)
        clock.tick(301)
        assert "took too long" in client.get(place, status=303).follow().text
        place = client.sign_in(user).location
        user.password = "!"
        db.commit()
        assert "is over" in client.get(place, status=303).follow().text
    for broken in ("/account/two-factor/", "/account/recovery-code/?x=1"):
        assert "is over" in client.get(broken, status=303).follow().text


def test_a_finished_sign_in_is_not_finished_again(client, user):
    page = second_page(client, user)
    assert enter(page, code_of(user.totp_secret)).status_code == 303
    client.get(page.request.url, status=303)


def test_a_suspended_account_does_not_get_past_the_second_factor(client, db, user):
    page = second_page(client, user)
    user.is_frozen = True
    db.commit()
    assert enter(page, code_of(user.totp_secret)).location.endswith("/account/login/")
    client.get("/manage/account/", status=303)


def test_people_get_to_where_they_wanted_to_go(client: Client, user):
    form = client.get("/account/login/?next=/manage/account/token/").forms["sign-in"]
    form["username"], form["password"] = user.username, PASSWORD
    page = form.submit().follow()
    answer = enter(page, code_of(user.totp_secret))
    assert answer.location.endswith("/manage/account/token/")


def test_the_password_is_asked_for_again(client, user):
    with freeze_time("2026-11-28 12:00:00") as clock:
        enter(second_page(client, user), code_of(user.totp_secret))
        assert "reauthenticate" not in client.get("/manage/account/two-factor/").forms
        clock.tick(1801)
        page = client.get("/manage/account/two-factor/?a=1&a=2", status=200)
        assert "Second factor guards" not in page.text
        page.forms["reauthenticate"]["password"] = "wrong"
        page = page.forms["reauthenticate"].submit().follow()
        assert "The password is not right." in page.text
        page = confirmed(page)
        assert page.request.path_qs == "/manage/account/two-factor/?a=1&a=2"
        assert "A second factor guards your account." in page.text


def remembering(client, user):
    page = second_page(client, user)
    page.forms["totp"]["remember_device"] = True
    return enter(page, code_of(user.totp_secret))


def sign_out(client):
    client.get("/account/logout/").forms["sign-out"].submit(status=303)


def test_a_remembered_browser_is_not_asked_again(client, db, user):
    answer = remembering(client, user)
    (cookie,) = (
        each for each in answer.headers.getall("Set-Cookie") if "remember_device" in each
    )
    for part in ("HttpOnly", "SameSite=Strict", "Path=/account/login/", "Max-Age=2592000"):
        assert part in cookie
    sign_out(client)
    assert client.sign_in(user).location.endswith("/manage/account/")
    assert sorted(methods_of(db)) == ["remembered-device", "totp"]
    tag = UserEvent.tag == "account:two_factor:device_remembered"
    assert db.scalars(select(UserEvent).where(tag)).one().source_id == user.id


@pytest.mark.parametrize("change", ["password", "totp_secret", "sessions_from"])
def test_a_change_of_password_or_factors_forgets_browsers(client, db, user, change):
    remembering(client, user)
    sign_out(client)
    changes = {
        "password": PasswordHasher().hash(PASSWORD),
        "totp_secret": b"another secret of 20",
        "sessions_from": datetime.now(UTC),
    }
    setattr(user, change, changes[change])
    db.commit()
    assert "/account/two-factor/" in client.sign_in(user).location


def test_a_browser_is_remembered_for_one_account_and_thirty_days(client, db, user):
    other = make_user(db, "ford")
    give_totp(db, other)
    with freeze_time("2026-11-28 12:00:00") as clock:
        remembering(client, user)
        sign_out(client)
        assert "/account/two-factor/" in client.sign_in(other).location
        clock.tick(30 * 86400 + 1)
        assert "/account/two-factor/" in client.sign_in(user).location


def test_a_cookie_that_was_made_up_remembers_nothing(client, user):
    client.set_cookie("remember_device", "eyJ1c2VyX2lkIjoiMSJ9.aSm.AAAA")
    assert "/account/two-factor/" in client.sign_in(user).location


def test_people_without_recovery_codes_are_reminded_when_they_sign_in(client, db, user):
    enter(second_page(client, user), code_of(user.totp_secret))
    assert db.scalars(select(EmailMessage.kind)).all() == []
    db.refresh(user)
    for code in user.recovery_codes:
        code.burned = datetime.now(UTC)
    user.last_totp_value = None
    db.commit()
    client.reset()
    enter(second_page(client, user), code_of(user.totp_secret))
    mail = db.scalars(select(EmailMessage)).one()
    assert mail.kind == "recovery-code-reminder"
    assert "http://localhost/manage/account/two-factor/" in mail.body

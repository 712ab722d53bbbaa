"""The addresses of an account: added, verified, removed, made primary, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.fixtures.client import PASSWORD
from tests.functional.login.test_registration import link_in, mails
from warehouse.accounts.models import Email, UnverifyReason
from warehouse.events.models import UserEvent

PAGE = "/manage/account/emails/"
UNVERIFIED = "/manage/unverified-account/"


@pytest.fixture
def arthur(client, db):
    user = make_user(db, "arthur")
    client.sign_in(user)
    return user


@pytest.fixture
def other(arthur, db):
    """Another verified address of the same account."""
    email = Email(email="other@example.com", primary=False, verified=True)
    arthur.emails.append(email)
    db.commit()
    return email


def add(client, address):
    form = client.get(PAGE).forms["add-email"]
    form["email"] = address
    return form.submit(expect_errors=True)


def make_primary(client, email, password=PASSWORD, page=PAGE):
    form = client.get(page).forms[f"primary-{email.id}"]
    form["confirm_password"] = password
    return form.submit(expect_errors=True)


def tags(db, user):
    found = select(UserEvent.tag).where(UserEvent.source_id == user.id)
    return list(db.scalars(found.order_by(UserEvent.time)).all())


def addresses(db, user):
    db.expire_all()
    return {each.email: (each.primary, each.verified) for each in user.emails}


def test_an_address_is_added_and_verified_and_the_others_are_told(client, db, arthur):
    assert "A link was sent to new@example.com." in add(client, "new@example.com").follow()
    told = {each.kind: each.recipient for each in mails(db)}
    assert told == {
        "verify-email": "new@example.com",
        "new-email-added": "arthur@example.com",
    }
    client.get(link_in(mails(db, "verify-email")[0]), status=303)
    assert addresses(db, arthur)["new@example.com"] == (False, True)
    assert tags(db, arthur)[-2:] == ["account:email:add", "account:email:verified"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("a+b@example.com", "a+b@example.com"),
        ("Ann@EXAMPLE.com", "Ann@example.com"),
        ('"ann"@example.com', "ann@example.com"),
        ('"ann lee"@example.com', '"ann lee"@example.com'),
        ("jürgen@bücher.example.com", "jürgen@bücher.example.com"),
        ("ann@xn--bcher-kva.example.com", "ann@bücher.example.com"),
        ("u\N{COMBINING DIAERESIS}@example.com", "ü@example.com"),
    ],
)
def test_unusual_addresses_are_kept_in_one_spelling(client, db, arthur, address, kept):
    assert add(client, address).status_code == 303
    assert kept in addresses(db, arthur)
    assert mails(db, "verify-email")[0].recipient == kept


@pytest.mark.parametrize(
    "address",
    [
        "nothing",
        "a@b",
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "Ann <a@example.com>",
        "a@[127.0.0.1]",
        "a\0@example.com",
        "x" * 65 + "@example.com",
        "",
    ],
)
def test_an_address_that_could_inject_or_is_none_is_refused(client, db, arthur, address):
    page = add(client, address)
    assert page.html.find(class_="form__error") is not None
    assert list(addresses(db, arthur)) == ["arthur@example.com"]
    assert mails(db) == []


@pytest.mark.parametrize("address", ["FORD@example.com", "arthur@example.com"])
def test_an_address_belongs_to_one_account_in_whatever_case(client, db, arthur, address):
    make_user(db, "ford")
    assert "belongs to an account already" in add(client, address).text


def test_new_addresses_are_limited_by_client(client, db, arthur):
    for number in range(2):
        add(client, f"a{number}@example.com")
    answer = add(client, "a3@example.com")
    assert answer.status_code == 429
    assert "That was too often." in answer.text
    client.get(link_in(mails(db, "verify-email")[-1]))
    assert add(client, "a4@example.com").status_code == 303


def test_the_link_is_sent_again_within_a_limit(client, db, arthur):
    add(client, "new@example.com")
    email = db.scalars(select(Email).where(Email.email == "new@example.com")).one()
    for said in ("A link was sent", "A link was sent", "That was too often."):
        form = client.get(PAGE).forms[f"verify-{email.id}"]
        assert said in form.submit().follow().text
    assert len(mails(db, "verify-email")) == 3
    assert tags(db, arthur).count("account:email:reverify") == 2


def test_an_address_is_removed_unless_it_is_the_primary_one(client, db, arthur, other):
    page = client.get(PAGE)
    form = page.forms[f"remove-{other.id}"]
    primary = arthur.primary_email.id
    assert f"remove-{primary}" not in page.forms
    assert "other@example.com is removed." in form.submit().follow()
    form["delete_email_id"] = str(primary)
    assert "cannot be removed" in form.submit().follow()
    assert list(addresses(db, arthur)) == ["arthur@example.com"]
    assert tags(db, arthur)[-1] == "account:email:remove"


@pytest.mark.parametrize("field", ["delete_email_id", "reverify_email_id"])
@pytest.mark.parametrize("key", ["", "x", "99999999999999999999", None])
def test_an_address_of_another_account_is_out_of_reach(client, db, arthur, field, key):
    stranger = make_user(db, "ford").emails[0]
    token = client.get(PAGE).forms["add-email"]["csrf_token"].value
    values = {"csrf_token": token, field: str(stranger.id) if key is None else key}
    assert "no such address" in client.post(PAGE, values).follow()
    db.refresh(stranger)
    assert mails(db) == []


def test_the_primary_address_is_changed_with_the_password(client, db, arthur, other):
    refused = make_primary(client, other, "wrong")
    assert "Nothing was changed." in refused.text
    assert addresses(db, arthur)["other@example.com"] == (False, True)
    assert "is your primary address" in make_primary(client, other).follow()
    assert addresses(db, arthur)["other@example.com"] == (True, True)
    [mail] = mails(db)
    assert (mail.kind, mail.recipient) == ("primary-email-change", "arthur@example.com")
    assert tags(db, arthur)[-1] == "account:email:primary:change"


def test_an_address_that_is_not_verified_does_not_become_primary(client, db, arthur, other):
    form = client.get(PAGE).forms[f"primary-{other.id}"]
    other.verified = False
    db.commit()
    form["confirm_password"] = PASSWORD
    assert "Verify the address first." in form.submit().text


def test_the_reader_of_the_former_address_takes_the_account_back(client, db, arthur, other):
    make_primary(client, other)
    link = link_in(mails(db)[0])
    thief = dict(client.cookies)
    page = client.get(link)
    assert "other@example.com" in page.text
    assert addresses(db, arthur)["other@example.com"] == (True, True)
    assert "yours again" in page.forms["undo"].submit().follow()
    assert addresses(db, arthur) == {"arthur@example.com": (True, True)}
    assert mails(db)[-1].kind == "password-reset"
    assert mails(db)[-1].recipient == "arthur@example.com"
    assert "not right" in client.sign_in(arthur).text
    client.cookies.update(thief)
    client.get(PAGE, status=303)
    assert "used before" in client.get(link, status=303).follow()


def test_a_former_address_that_was_removed_is_restored(client, db, arthur, other):
    make_primary(client, other)
    former = next(each for each in arthur.emails if each is not other)
    client.get(PAGE).forms[f"remove-{former.id}"].submit()
    client.get(link_in(mails(db)[0])).forms["undo"].submit()
    assert addresses(db, arthur) == {"arthur@example.com": (True, True)}


def test_links_of_one_kind_are_no_links_of_another(client, db, arthur, other):
    make_primary(client, other)
    add(client, "new@example.com")
    client.get("/account/logout/").forms["sign-out"].submit()
    form = client.get("/account/request-password-reset/").forms["request-reset"]
    form["username_or_email"] = "arthur"
    form.submit()
    paths = ("verify-email", "reset-password", "undo-email-change")
    kinds = ("verify-email", "password-reset", "primary-email-change")
    tokens = {kind: link_in(mails(db, kind)[0]).partition("token=")[2] for kind in kinds}
    client.sign_in(arthur)
    for path, own in zip(paths, kinds, strict=True):
        for kind in set(kinds) - {own}:
            answer = client.get(f"/account/{path}/?token={tokens[kind]}", status=303)
            page = answer.follow()
            assert "used before" in (page.follow() if page.status_code == 303 else page)


@pytest.mark.parametrize(
    ("kind", "days"),
    [("verify-email", 0.26), ("password-reset", 0.26), ("primary-email-change", 7.01)],
)
def test_a_link_ends_with_its_time(client, db, arthur, other, kind, days):
    make_primary(client, other)
    add(client, "new@example.com")
    form = client.get("/account/request-password-reset/").forms["request-reset"]
    form["username_or_email"] = "arthur"
    form.submit()
    link = link_in(mails(db, kind)[0])
    with freeze_time(datetime.now(UTC) + timedelta(days=days)):
        page = client.get(link, status=303).follow()
        page = page.follow() if page.status_code == 303 else page
    assert "The link is too old." in page


def test_an_account_that_is_gone_is_not_taken_back(client, db, arthur, other):
    make_primary(client, other)
    link = link_in(mails(db)[0])
    db.delete(arthur)
    db.commit()
    client.reset()
    assert "used before" in client.get(link, status=303).follow()


def test_no_link_is_sent_to_an_address_that_is_verified(client, db, arthur):
    token = client.get(PAGE).forms["add-email"]["csrf_token"].value
    values = {"csrf_token": token, "reverify_email_id": str(arthur.primary_email.id)}
    assert "verified already" in client.post(PAGE, values).follow()
    assert mails(db) == []


def test_only_whoever_is_signed_in_to_the_account_verifies_its_address(client, db, arthur):
    add(client, "new@example.com")
    link = link_in(mails(db, "verify-email")[0])
    client.reset()
    assert "/account/login/?next=" in client.get(link, status=303).location
    client.sign_in(make_user(db, "ford"))
    assert "has no such address" in client.get(link, status=303).follow()
    assert addresses(db, arthur)["new@example.com"] == (False, False)


def test_a_link_verifies_an_address_once(client, db, arthur):
    add(client, "new@example.com")
    link = link_in(mails(db, "verify-email")[0])
    client.get(link)
    assert "verified already" in client.get(link, status=303).follow()
    email = db.scalars(select(Email).where(Email.email == "new@example.com")).one()
    email.verified, email.unverify_reason = False, UnverifyReason.HARD_BOUNCE
    db.commit()
    assert "used before" in client.get(link, status=303).follow()
    assert addresses(db, arthur)["new@example.com"] == (False, False)


@pytest.fixture
def ford(client, db):
    """Somebody signed in who mistyped their address."""
    user = make_user(db, "ford")
    user.emails[0].verified = False
    db.commit()
    client.sign_in(user)
    return user


def replace(client, address):
    form = client.get(UNVERIFIED).forms["replace"]
    form["email"] = address
    return form.submit(expect_errors=True)


def test_a_mistyped_address_is_replaced(client, db, ford):
    assert "A link was sent" in replace(client, "right@example.com").follow()
    assert addresses(db, ford) == {"right@example.com": (True, False)}
    assert tags(db, ford)[-1] == "account:email:primary:change"
    client.get(link_in(mails(db)[0]))
    assert client.get(PAGE, status=200)


def test_replacing_an_address_ends_its_link(client, db, ford):
    client.get(UNVERIFIED).forms["send-again"].submit()
    link = link_in(mails(db)[0])
    replace(client, "right@example.com")
    client.get(link, status=303)
    assert addresses(db, ford) == {"right@example.com": (True, False)}


def test_tries_to_replace_an_address_are_limited(client, db, ford):
    for _ in range(5):
        assert "is no e-mail address" in replace(client, "nothing").text
    assert replace(client, "right@example.com").status_code == 429


@pytest.mark.parametrize("why", ["a project", "a second factor"])
def test_the_address_of_an_account_that_matters_is_not_replaced(client, db, ford, why):
    form = client.get(UNVERIFIED).forms["replace"]
    if why == "a project":
        make_project(db, "example", owner=ford)
    else:
        ford.totp_secret = b"x" * 20
        db.commit()
    form["email"] = "right@example.com"
    assert "contact the administrators" in form.submit().text
    assert "replace" not in client.get(UNVERIFIED).forms
    assert addresses(db, ford) == {"ford@example.com": (True, False)}


def test_another_verified_address_stands_in_for_one_that_is_not(client, db, ford):
    email = Email(email="good@example.com", primary=False, verified=True)
    ford.emails.append(email)
    db.commit()
    assert "Nothing was changed." in make_primary(client, email, "wrong", UNVERIFIED).text
    make_primary(client, email, page=UNVERIFIED)
    assert addresses(db, ford)["good@example.com"] == (True, True)
    assert mails(db) == []


@pytest.mark.parametrize("page", [PAGE, "/manage/account/password/"])
def test_an_account_is_managed_only_with_a_verified_address(client, db, ford, page):
    assert "unverified-account" in client.get(page, status=303).location

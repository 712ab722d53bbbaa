"""Getting a new password by mail, which tells a stranger nothing."""

import statistics
import time

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from tests.functional.login.test_registration import link_in, mails
from warehouse.accounts.models import DisableReason, Email
from warehouse.events.models import UserEvent
from warehouse.tasks.registry import Dispatcher

NEW = "seven purple llamas dancing"


class Queue(Dispatcher):
    """Takes tasks as the real one does, and leaves them to a worker that never comes."""

    def __init__(self):
        self.taken = []

    def send(self, task, args, *, registry):
        """Keep it."""
        self.taken.append(task.name)


def ask(client, subject):
    form = client.get("/account/request-password-reset/").forms["request-reset"]
    form["username_or_email"] = subject
    return form.submit(expect_errors=True)


def choose(client, link, password=NEW):
    form = client.get(link, status=200).forms["reset-password"]
    form["new_password"] = form["password_confirm"] = password
    return form.submit()


def tags(db, user):
    found = select(UserEvent.tag).where(UserEvent.source_id == user.id)
    return set(db.scalars(found).all())


@pytest.mark.parametrize("subject", ["arthur", "ARTHUR", "arthur@example.com", " arthur "])
def test_a_lost_password_is_replaced(client, db, subject):
    user = make_user(db, "arthur")
    assert "on its way" in ask(client, subject).text
    [mail] = mails(db)
    assert (mail.kind, mail.recipient) == ("password-reset", "arthur@example.com")
    assert choose(client, link_in(mail)).follow().text.count("Your password is changed.")
    assert client.sign_in(user, PASSWORD).status_code == 200
    assert client.sign_in(user, NEW).status_code == 303
    assert mails(db)[-1].kind == "password-change"
    wanted = {"account:password:reset:request", "account:password:reset"}
    assert wanted <= tags(db, user)


def test_a_link_for_a_new_password_works_once(client, db):
    make_user(db, "arthur")
    ask(client, "arthur")
    link = link_in(mails(db)[0])
    page = client.get(link).forms["reset-password"]
    asking = choose(client, link).follow().forms["sign-in"]
    page["csrf_token"] = asking["csrf_token"].value
    page["new_password"] = page["password_confirm"] = "another one of seven llamas"
    assert "used before" in page.submit().follow().text
    assert "used before" in client.get(link, status=303).follow().text


def test_a_link_for_a_new_password_ends_with_the_next_sign_in(client, db):
    user = make_user(db, "arthur")
    ask(client, "arthur")
    client.sign_in(user)
    assert "used before" in client.get(link_in(mails(db)[0]), status=303).follow().text


def test_a_link_for_a_new_password_ends_with_its_address(client, db):
    user = make_user(db, "arthur")
    user.emails.append(Email(email="former@example.com", verified=True))
    db.commit()
    ask(client, "former@example.com")
    db.delete(user.emails[1])
    db.commit()
    assert "used before" in client.get(link_in(mails(db)[0]), status=303).follow().text


def test_a_new_password_ends_all_sessions(client, db):
    client.sign_in(make_user(db, "arthur"))
    elsewhere = dict(client.cookies)
    ask(client, "arthur")
    page = choose(client, link_in(mails(db)[-1])).follow()
    assert "Your password is changed." in page
    client.cookies.update(elsewhere)
    client.get("/manage/account/", status=303)


@pytest.mark.parametrize(
    "columns",
    [
        {"is_superuser": True},
        {"is_support": True},
        {"is_moderator": True},
        {"is_psf_staff": True},
        {"prohibit_password_reset": True},
        {"is_frozen": True},
        {"disabled_for": DisableReason.ACCOUNT_FROZEN},
    ],
)
def test_mail_alone_does_not_open_the_accounts_of_staff(client, db, columns):
    user = make_user(db, "arthur", **columns)
    assert "on its way" in ask(client, "arthur").text
    assert mails(db) == []
    assert tags(db, user) == {"account:password:reset:attempt"}


def test_an_address_that_was_never_verified_gets_no_link(client, db):
    user = make_user(db, "arthur")
    user.emails[0].verified = False
    db.commit()
    assert "on its way" in ask(client, "arthur@example.com").text
    [mail] = mails(db)
    assert mail.kind == "password-reset-unverified"
    assert "http" not in mail.body
    assert tags(db, user) == {"account:password:reset:attempt"}


def test_a_link_is_sent_to_the_address_as_we_keep_it(client, db):
    make_user(db, "mike")
    ask(client, "mi\N{KELVIN SIGN}e@example.com")
    ask(client, "MIKE@example.com")
    assert {each.recipient for each in mails(db)} <= {"mike@example.com"}


def test_asking_for_a_new_password_tells_nothing_of_accounts(client, db, statements):
    make_user(db, "arthur")
    unverified = make_user(db, "ford", is_superuser=True)
    unverified.emails[0].verified = False
    db.commit()
    client.registry[Dispatcher] = queue = Queue()
    seen = []
    for name in ("arthur", "trillian", "ford"):
        for subject in (name, f"{name}@example.com"):
            statements.clear()
            answer = ask(client, subject)
            said = answer.text.replace(subject, "SUBJECT")
            headers = sorted(set(answer.headers) - {"Set-Cookie"})
            seen.append((answer.status, said, headers, list(statements)))
    assert all(each[0] == seen[0][0] and each[2:] == seen[0][2:] for each in seen)
    assert len({each[1] for each in seen}) == 1
    assert queue.taken == ["warehouse.accounts.tasks.send_password_reset"] * 6


def test_asking_takes_as_long_for_an_account_as_for_none(client, db, with_accounts):
    with_accounts(resets_per_user="1000 per day")
    make_user(db, "arthur")
    client.registry[Dispatcher] = Queue()
    times = {"arthur": [], "nobody": []}
    form = client.get("/account/request-password-reset/").forms["request-reset"]
    for _ in range(60):
        for name, taken in times.items():
            form["username_or_email"] = name
            begin = time.perf_counter()
            form.submit(status=200)
            taken.append(time.perf_counter() - begin)
    for one, other in (("arthur", "nobody"), ("nobody", "arthur")):
        deciles = statistics.quantiles(times[other], n=10)
        assert deciles[0] <= statistics.median(times[one]) <= deciles[-1]


@pytest.mark.parametrize("subject", ["arthur", "nobody"])
def test_requests_for_a_new_password_are_limited_whether_or_not_there_is_an_account(
    client, db, subject
):
    make_user(db, "arthur")
    for _ in range(5):
        assert ask(client, subject).status_code == 200
    answer = ask(client, subject)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 80_000
    assert len(mails(db)) == (5 if subject == "arthur" else 0)


def test_spellings_of_one_account_share_a_limit(client, db):
    make_user(db, "arthur")
    for subject in ("arthur", "ARTHUR", "arthur@example.com", "Arthur@example.com") * 2:
        ask(client, subject)
    assert len(mails(db)) == 5


@pytest.mark.parametrize(
    ("subject", "problem"),
    [
        ("", "Enter your username or your e-mail address."),
        ("a b", "This is neither a username nor an address."),
        ("x@y", "is no e-mail address"),
        ("a@example.com\r\nBcc: b@example.com", "is no e-mail address"),
    ],
)
def test_a_subject_that_no_account_could_have_is_refused(client, db, subject, problem):
    assert problem in ask(client, subject).text


@pytest.mark.parametrize(
    ("password", "problem"), [("password", "easy to guess"), ("arthur1", "easy to guess")]
)
def test_a_weak_password_is_refused_and_the_link_stays(client, db, password, problem):
    make_user(db, "arthur")
    ask(client, "arthur")
    link = link_in(mails(db)[0])
    assert problem in choose(client, link, password).text
    assert choose(client, link).status_code == 303

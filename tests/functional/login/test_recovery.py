"""People who have lost every way into their account ask staff, and its owner objects."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from tests.functional.login.test_registration import link_in, mails
from warehouse.accounts.models import Email
from warehouse.events.models import UserEvent
from warehouse.http import offline
from warehouse.packaging.models import ReleaseURL
from warehouse.recovery.models import RecoveryRequest, RecoveryStatus
from warehouse.recovery.tasks import sweep_recoveries

REPOSITORY = "https://code.example/arthur/towel"
ANSWERS = {"contact": "new@example.org", "reason": "everything", "projects": "towel, tea"}


@pytest.fixture
def arthur(db):
    user = make_user(db, "arthur")
    user.emails.append(Email(email="second@example.com", verified=True))
    user.emails.append(Email(email="unproved@example.com", verified=False))
    release = make_release(db, make_project(db, "towel", owner=user))
    release.urls.append(ReleaseURL(name="Source Code", url=REPOSITORY))
    release.urls.append(ReleaseURL(name="Chat", url="https://chat.example/towel"))
    release.created = datetime.now(UTC) - timedelta(days=400)
    db.commit()
    return user


def ask(client, username="arthur", **answers):
    form = client.get("/account/recover/").forms["recover"]
    form["username"] = username
    for name, value in {**ANSWERS, **answers}.items():
        form[name] = value
    return form.submit(expect_errors=True)


def confirmed(client, db, **answers):
    """Ask, follow the link, and send the request to staff; return its page and address."""
    ask(client, **answers)
    link = link_in(mails(db)[-1])
    return client.get(link).forms["confirm"].submit("confirm").follow(), link


def stored(db):
    db.expire_all()
    return db.scalars(select(RecoveryRequest).order_by(RecoveryRequest.created)).all()


def sent(db):
    return [(each.kind, each.recipient) for each in mails(db)]


def tags(db, user):
    return set(db.scalars(select(UserEvent.tag).where(UserEvent.source_id == user.id)))


def test_a_request_is_shown_to_staff_once_its_contact_address_is_proved(client, db, arthur):
    assert "A link is on its way" in ask(client).text
    assert sent(db) == [("account-recovery-confirm", "new@example.org")]
    page = client.get(link_in(mails(db)[0]))
    [asked] = stored(db)
    assert asked.status == RecoveryStatus.UNCONFIRMED
    assert asked.proof not in page
    page = page.forms["confirm"].submit("confirm").follow()
    assert stored(db)[0].status == RecoveryStatus.OPEN
    assert asked.proof in page
    assert asked.projects == ["towel", "tea"]


def test_every_proved_address_of_the_account_is_told_once(client, db, arthur):
    page, link = confirmed(client, db)
    form = {"confirm": "yes", "csrf_token": page.forms["withdraw"]["csrf_token"].value}
    client.post(link, form)
    told = [to for kind, to in sent(db) if kind == "account-recovery-requested"]
    assert sorted(told) == ["arthur@example.com", "second@example.com"]
    assert "new@example.org" in mails(db)[-1].body
    assert "account:recovery:requested" in tags(db, arthur)


def test_the_proof_goes_to_a_place_that_the_account_named_before(client, db, arthur):
    page, _link = confirmed(client, db)
    assert REPOSITORY in page
    assert "chat.example" not in page
    page.forms["place"]["place"] = REPOSITORY
    assert "Where your proof is" in page.forms["place"].submit().follow()
    assert stored(db)[0].place == REPOSITORY
    form = page.forms["place"]
    form["place"].force_value("https://evil.example/")
    assert "Choose one of the places" in form.submit().follow()
    assert stored(db)[0].place == REPOSITORY


def test_places_that_were_named_after_the_request_prove_nothing(client, db, arthur):
    _page, link = confirmed(client, db)
    later = make_release(db, make_project(db, "tea", owner=arthur))
    later.urls.append(ReleaseURL(name="Homepage", url="https://thief.example/"))
    later.created = datetime.now(UTC) + timedelta(minutes=1)
    db.commit()
    assert "thief.example" not in client.get(link)


def test_an_objection_closes_all_requests_for_the_account(client, db, arthur):
    confirmed(client, db)
    objection = link_in(mails(db)[-1])
    ask(client, contact="other@example.org")
    page = Client(client.app, client.registry).get(objection)
    assert {each.status for each in stored(db)} != {RecoveryStatus.CLOSED}
    assert "is closed" in page.forms["object"].submit()
    assert {each.status for each in stored(db)} == {RecoveryStatus.CLOSED}
    assert sent(db)[-1] == ("account-recovery-closed", "new@example.org")
    assert "account:recovery:objected" in tags(db, arthur)


@pytest.mark.parametrize(
    ("reason", "status"), [("factors", "closed"), ("mail", "closed"), ("stolen", "open")]
)
def test_a_sign_in_closes_a_request_unless_the_account_was_stolen(
    client, db, arthur, reason, status
):
    confirmed(client, db, reason=reason)
    client.sign_in(arthur)
    assert stored(db)[0].status == status
    assert (sent(db)[-1][0] == "account-recovery-closed") == (status == "closed")


def test_a_request_can_be_withdrawn(client, db, arthur):
    page, link = confirmed(client, db)
    page = page.forms["withdraw"].submit("withdraw").follow()
    assert "is closed" in page
    assert "confirm" not in client.get(link).forms
    assert sent(db)[-1][0] != "account-recovery-closed"


def test_a_closed_request_is_not_opened_again(client, db, arthur):
    ask(client)
    link = link_in(mails(db)[-1])
    form = client.get(link).forms["confirm"]
    client.get(link).forms["withdraw"].submit("withdraw")
    form.submit("confirm")
    assert [each.status for each in stored(db)] == [RecoveryStatus.CLOSED]


def test_a_request_tells_nothing_of_accounts(client, db, arthur):
    seen = []
    make_user(db, "zaphod")
    for name in ("zaphod", "no-one"):
        answer = ask(client, name)
        link = link_in(mails(db)[-1])
        page = client.get(link).forms["confirm"].submit("confirm").follow()
        proof = stored(db)[-1].proof
        form = page.forms["withdraw"]["csrf_token"].value
        said = page.text.replace(name, "N").replace(proof, "P").replace(form, "T")
        seen.append((answer.status, answer.text, said))
    assert [each[:2] for each in seen[:1]] == [each[:2] for each in seen[1:]]
    assert without_times(seen[0][2]) == without_times(seen[1][2])


def without_times(page):
    return [line for line in page.splitlines() if "<time" not in line]


@pytest.mark.parametrize("varied", ["username", "contact", "nothing"])
def test_requests_are_limited_by_name_contact_and_client(client, db, arthur, varied):
    values = {"username": "name-{}", "contact": "c{}@example.org"}
    for number in range(6):
        given = {varied: values[varied].format(number)} if varied in values else {}
        answer = ask(client, **given)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 80_000
    assert len(stored(db)) == 5


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"username": "a b"}, "This is no username."),
        ({"contact": "x@y"}, "is no e-mail address"),
        ({"contact": "a@example.com\r\nBcc: b@example.com"}, "is no e-mail address"),
        ({"projects": "a/b"}, "is no name of a project"),
        ({"projects": ",".join(f"p{n}" for n in range(21))}, "at most 20 projects"),
        ({"statement": "a\0b"}, "Control characters"),
        ({"statement": "x" * 2001}, "at most 2000"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(client, db, answers, problem):
    answers = {"username": "arthur", **answers}
    page = ask(client, **answers)
    assert problem in page.text
    assert page.forms["recover"]["reason"].value == "everything"
    assert stored(db) == []


@pytest.mark.parametrize("path", ["follow", "not-me"])
@pytest.mark.parametrize("token", ["", "x", "eyJhIjoiYiJ9.aXhw"])
def test_links_that_we_did_not_send_lead_to_the_form(client, path, token):
    page = client.get(f"/account/recover/{path}/?token={token}", status=303).follow()
    assert "The link is broken" in page


def test_a_link_of_one_kind_is_none_of_another(client, db, arthur):
    _page, link = confirmed(client, db)
    objection = link_in(mails(db)[-1])
    swapped = (link.replace("follow", "not-me"), objection.replace("not-me", "follow"))
    for each in swapped:
        assert "The link is broken" in client.get(each, status=303).follow()


def test_requests_that_nobody_proved_are_deleted_after_a_week(client, db, arthur, registry):
    ask(client)
    confirmed(client, db, contact="other@example.org")
    for each in stored(db):
        each.created = datetime.now(UTC) - timedelta(days=8)
    db.commit()
    with offline(registry) as request:
        sweep_recoveries(request)
    assert [each.contact for each in stored(db)] == ["other@example.org"]


def test_the_page_for_lost_passwords_leads_to_the_request(client):
    client.get("/account/request-password-reset/").click("No mail reaches me")

"""Mail in /admin: what was sent is read in a frame where nothing runs, and sent again."""

import csv
import io
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from tests.factories.accounts import make_user
from tests.functional.admin.acting import act
from tests.functional.admin.test_dashboard import make_mail
from warehouse.email import Outbox, Renderer
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.operations.errors import MailingRefused
from warehouse.operations.mailings import AT_ONCE, COLUMNS, MailingService, read_lines
from warehouse.operations.models import Mailing, MailingRow, MailingRowState, MailingState
from warehouse.security import SYSTEM

KEY = UUID(int=7)


def as_csv(*rows, columns=COLUMNS):
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue()


def draft(admin, given):
    form = admin.get("/admin/emails/mass/").forms["mailing"]
    form["csv"] = given
    return form.submit()


def test_a_message_is_shown_with_its_html_in_a_frame_that_runs_nothing(admin, db):
    make_mail(db, status=MailStatus.SENT)
    page = admin.get("/admin/emails/").click("Verify")
    assert "grace@example.com" in page.text
    frame = page.html.select_one("iframe")
    assert frame.has_attr("sandbox")
    assert frame["sandbox"] == []
    content = admin.get(frame["src"])
    assert content.text == "<p>text</p>"
    policy = content.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_moderators_do_not_read_links_that_open_accounts(client, db):
    client.sign_in(make_user(db, "volunteer", is_moderator=True))
    make_mail(db, status=MailStatus.SENT, is_security=True)
    [message] = db.scalars(select(EmailMessage))
    page = client.get(f"/admin/emails/{message.id}/")
    assert "Only administrators read mail" in page.text
    client.get(f"/admin/emails/{message.id}/html/", status=404)


def test_without_a_mail_server_nothing_is_sent_again(admin, db):
    make_mail(db, status=MailStatus.FAILED)
    [message] = db.scalars(select(EmailMessage))
    page = act(admin, f"/admin/emails/{message.id}/resend/", reason="asked for")
    assert "There is no mail server: set SMTP_URL." in page.text
    admin.get("/admin/emails/7/", status=404)
    admin.get(f"/admin/emails/{uuid4()}/", status=404)


def test_a_message_that_is_sent_again_is_due_at_once(db):
    make_mail(db, status=MailStatus.FAILED, problem="550 no")
    [message] = db.scalars(select(EmailMessage))
    enqueued = []
    assert Outbox(db, None, "index@example.com", enqueued.append).send_again(message)
    assert (message.status, message.problem) == (MailStatus.QUEUED, None)
    assert enqueued == [str(message.id)]


def test_mail_to_many_is_checked_shown_sent_and_recorded(admin, db):
    grace, cold = make_user(db, "grace"), make_user(db, "cold", is_frozen=True)
    page = draft(
        admin,
        as_csv(
            (grace.id, "Hello", "A text.\n\nAnother.", "<p onclick=x>Hi<img src=//x></p>"),
            (cold.id, "Hello", "A text.", ""),
            (uuid4(), "Hello", "A text.", ""),
        ),
    ).follow()
    assert "cold is frozen or not active." in page.text
    assert "There is no such user." in page.text
    assert page.html.select_one("iframe")["srcdoc"] == "<p>Hi</p>"
    assert db.scalars(select(EmailMessage)).all() == []
    asking = page.click("Send", href="/send/")
    assert "1 people get a message." in asking.text
    form = asking.forms["action"]
    form["reason"] = "maintenance"
    page = form.submit().follow()
    [message] = db.scalars(select(EmailMessage))
    assert (message.recipient, message.subject) == ("grace@example.com", "Hello")
    assert message.body == "A text.\n\nAnother.\n"
    assert message.html == "<p>Hi</p>"
    [mailing] = db.scalars(select(Mailing))
    assert mailing.state is MailingState.DONE
    again = act(admin, f"/admin/emails/mass/{mailing.id}/send/", reason="twice")
    assert "This mailing is done already." in again.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "The first line has to be: user_id,subject,body_text,body_html"),
        ("a,b\n", "The first line has to be"),
        (as_csv(), "It has 0 messages"),
        (as_csv(("7", "s", "t", "")), "Line 2: “7” is no id of a user."),
        (as_csv((KEY, "s", "t")), "Line 2: there are not 4 columns."),
        (as_csv((KEY, " ", "t", "")), "Line 2: there is no subject."),
        (as_csv((KEY, "s" * 201, "t", "")), "more than 200 characters"),
        (as_csv((KEY, "s", "", "")), "Line 2: there is no text."),
        (f'{",".join(COLUMNS)}\n"', "This is no CSV"),
    ],
)
def test_a_csv_that_is_wrong_is_refused_with_the_line(given, said):
    with pytest.raises(MailingRefused, match=said):
        read_lines(given)


def test_a_user_is_written_to_once_and_few_problems_are_named():
    key = uuid4()
    with pytest.raises(MailingRefused, match="has a message already"):
        read_lines(as_csv((key, "s", "t", ""), (key, "s", "t", "")))
    with pytest.raises(MailingRefused, match="And 10 more"):
        read_lines(as_csv(*[("x", "s", "t", "")] * 30))


def test_a_page_says_what_is_wrong_and_keeps_what_was_given(admin):
    page = draft(admin, "nonsense")
    assert "The first line has to be" in page.text
    assert page.forms["mailing"]["csv"].value == "nonsense"


@pytest.fixture
def many(db, registry):
    """A mailing to more people than are written to at once."""
    people = [make_user(db) for _ in range(AT_ONCE + 5)]
    service = MailingService(db, Outbox(db, registry[Renderer], "i@example.com", None))
    mailing = service.make(
        as_csv(*((each.id, "Hello", "- one\n- two", "") for each in people)), actor=SYSTEM
    )
    db.commit()
    return service, mailing


def test_a_mailing_that_is_stopped_goes_on_where_it_stopped(many, db):
    service, mailing = many
    assert not service.write_some(mailing.id)
    service.begin(mailing)
    assert service.write_some(mailing.id)
    service.stop(mailing)
    assert not service.write_some(mailing.id)
    with pytest.raises(MailingRefused, match="stopped already"):
        service.stop(mailing)
    numbers = service.numbers(mailing.id)
    assert numbers[MailingRowState.WRITTEN] == AT_ONCE
    service.begin(mailing)
    assert not service.write_some(mailing.id)
    assert service.numbers(mailing.id)[MailingRowState.WRITTEN] == AT_ONCE + 5
    recipients = db.scalars(select(EmailMessage.recipient)).all()
    assert len(set(recipients)) == len(recipients) == AT_ONCE + 5


def test_nobody_who_was_frozen_meanwhile_gets_a_message(admin, db):
    grace = make_user(db, "grace")
    page = draft(admin, as_csv((grace.id, "Hello", "A text.", ""))).follow()
    grace.is_frozen = True
    db.commit()
    form = page.click("Send", href="/send/").forms["action"]
    form["reason"] = "maintenance"
    form.submit()
    assert db.scalars(select(EmailMessage)).all() == []
    admin.get("/admin/emails/mass/7/", status=404)
    admin.get(f"/admin/emails/mass/{uuid4()}/", status=404)


def test_a_search_of_users_becomes_a_mailing_that_is_looked_at_first(admin, db):
    for name in ("grace1", "grace2"):
        make_user(db, name)
    make_user(db, "grace-cold", is_frozen=True)
    make_user(db, "other")
    form = admin.get("/admin/users/?q=grace*").click("Mail to these").forms["mailing"]
    assert form["q"].value == "grace*"
    assert "Write a subject." in form.submit().text
    form["subject"], form["text"] = "News", "x" * 20_001
    assert "at most 20000 characters" in form.submit().text
    form["text"] = "We move on <Sunday>."
    page = form.submit().follow()
    assert db.scalars(select(MailingRow.body_text)).all() == [None] * 3
    assert "grace-cold is frozen" in page.text
    assert page.html.select_one(".mail-text").text == "We move on <Sunday>."
    assert db.scalars(select(EmailMessage)).all() == []
    act(admin, f"{page.request.path}send/")
    sent = db.scalars(select(EmailMessage.recipient)).all()
    assert sorted(sent) == ["grace1@example.com", "grace2@example.com"]


@pytest.mark.parametrize(
    ("search", "said"),
    [("nobody*", "finds nobody"), ("colour:red", "There is no term “colour:”.")],
)
def test_a_search_without_people_is_no_mailing(admin, db, search, said):
    form = admin.get("/admin/emails/mass/search/").forms["mailing"]
    form["q"], form["subject"], form["text"] = search, "News", "Text"
    assert said in form.submit().text
    assert db.scalars(select(Mailing)).all() == []


def test_a_mailing_to_a_search_has_a_limit(db):
    service = MailingService(db, None)
    db.execute(
        text(
            "INSERT INTO users (username, name, password) "
            "SELECT 'many' || n, '', '' FROM generate_series(1, 20001) n"
        )
    )
    with pytest.raises(MailingRefused, match="more than 20000"):
        service.make_of_search("many*", "News", "Text", actor=SYSTEM)

"""Mail that came back is read from a Maildir, and its address is not verified any more."""

import os

import pytest
from sqlalchemy import select

from tests.builders.notices import bounce, complaint
from tests.factories.accounts import make_user
from warehouse.accounts.emails import PasswordChangedMail
from warehouse.accounts.models import Email, UnverifyReason
from warehouse.email import Outbox, Recipient
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.email.tasks import read_notices
from warehouse.events.models import UserEvent
from warehouse.http import offline


@pytest.fixture
def maildir(tmp_path, start_smtp, through):
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    path = tmp_path / "Maildir"
    server = start_smtp()
    through(f"smtp://127.0.0.1:{server.port}?starttls=no", MAIL_BOUNCES=str(path))
    return path, server.inbox


@pytest.fixture
def ann(db):
    return make_user(db, "ann")


@pytest.fixture
def write(registry, maildir, ann):
    """Send a message to an address of ann's, and return it as it arrived."""

    def send(address="ann@example.com", user_id=None):
        to = Recipient(address, user_id=user_id or ann.id)
        with offline(registry) as request:
            request.service(Outbox).send(PasswordChangedMail("ann"), to=to)
        return maildir[1].received[-1]

    return send


@pytest.fixture
def read(registry, maildir, db):
    """Deliver messages into the Maildir, and have them read."""

    def run(*contents, name="1700000000.M1P1.mx"):
        for position, content in enumerate(contents):
            (maildir[0] / "new" / f"{name}{position}").write_bytes(content)
        with offline(registry) as request:
            read_notices(request)
        db.expire_all()

    return run


def email_of(db, address="ann@example.com"):
    return db.scalar(select(Email).where(Email.email == address))


def statuses(db):
    return list(db.scalars(select(EmailMessage.status).order_by(EmailMessage.created)))


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_message_that_comes_back_for_good_un_verifies_its_address(
    db, ann, write, read, maildir, headers_only
):
    read(bounce(write(), headers_only=headers_only))
    email = email_of(db)
    assert (email.verified, email.unverify_reason) == (False, UnverifyReason.HARD_BOUNCE)
    assert statuses(db) == [MailStatus.BOUNCED]
    [event] = db.scalars(
        select(UserEvent).where(UserEvent.tag == "account:email:unverified")
    )
    assert event.additional["reason"] == "hard bounce"
    assert event.additional["email"] == "ann@example.com"
    assert os.listdir(maildir[0] / "new") == []
    assert os.listdir(maildir[0] / "cur") == ["1700000000.M1P1.mx0:2,S"]


@pytest.mark.parametrize("recipient", ["", "<ann@example.com>"])
def test_a_complaint_un_verifies_the_address(db, ann, write, read, recipient):
    read(complaint(write(), recipient=recipient))
    assert email_of(db).unverify_reason is UnverifyReason.SPAM_COMPLAINT
    assert statuses(db) == [MailStatus.COMPLAINED]


def test_more_than_five_messages_that_come_back_for_now_un_verify(db, ann, write, read):
    for count in range(1, 7):
        assert email_of(db).verified
        notice = bounce(write(), status="4.4.7")
        read(notice, notice)
        assert email_of(db).transient_bounces == count
    assert email_of(db).unverify_reason is UnverifyReason.SOFT_BOUNCE
    assert set(statuses(db)) == {MailStatus.SOFT_BOUNCED}


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [
        ("delayed", "4.4.1", MailStatus.SENT),
        ("delayed", "5.0.0", MailStatus.SENT),
        ("delivered", "2.0.0", MailStatus.DELIVERED),
        ("relayed (to a pager)", "2.0.0", MailStatus.DELIVERED),
        ("failed", "4.2.2 (mailbox full)", MailStatus.SOFT_BOUNCED),
        ("Failed", "nonsense", MailStatus.BOUNCED),
        ("nonsense", "5.1.1", MailStatus.SENT),
    ],
)
def test_each_outcome_of_a_notice_is_told_apart(
    db, ann, write, read, action, status, expected
):
    read(bounce(write(), action=action, status=status))
    assert statuses(db) == [expected]


def test_a_message_is_found_by_its_envelope(db, ann, write, read):
    message = write()
    envelope = message["Message-ID"].strip("<>")
    del message["Message-ID"]
    read(bounce(message, envelope=envelope))
    assert statuses(db) == [MailStatus.BOUNCED]


@pytest.mark.parametrize(
    "named", ["ANN@Bücher.example", "ann@xn--bcher-kva.example", "<ann@bücher.example>"]
)
def test_an_address_may_be_written_in_other_ways(db, ann, write, read, named):
    ann.emails[0].email = "ann@bücher.example"
    db.commit()
    with_ascii = write("ann@xn--bcher-kva.example")
    sent = db.scalars(select(EmailMessage)).one()
    sent.recipient = "ann@bücher.example"
    db.commit()
    read(bounce(with_ascii, recipient=named))
    assert statuses(db) == [MailStatus.BOUNCED]
    assert not email_of(db, "ann@bücher.example").verified


def test_nobody_un_verifies_an_address_with_a_notice_that_is_made_up(db, ann, write, read):
    message = write()
    read(bounce(message, recipient="bob@example.com"))
    message.replace_header("Message-ID", "<11111111-1111-4111-8111-111111111111@x>")
    read(bounce(message), complaint(message, recipient="ann@example.com"), name="2.")
    del message["Message-ID"]
    read(bounce(message), bounce(message, envelope="\0"), name="3.")
    assert email_of(db).verified
    assert statuses(db) == [MailStatus.SENT]


def test_a_message_to_somebody_else_says_nothing_of_who_has_the_address_now(
    db, ann, write, read
):
    bob = make_user(db, "bob")
    read(bounce(write(user_id=bob.id)))
    assert email_of(db).verified
    assert statuses(db) == [MailStatus.BOUNCED]


def test_an_old_notice_does_not_un_verify_an_address_again(db, ann, write, read, client):
    notice = bounce(write())
    read(notice)
    email_of(db).verified, email_of(db).unverify_reason = True, None
    db.commit()
    read(notice, name="2.")
    assert email_of(db).verified

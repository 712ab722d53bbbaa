"""Messages reach a real mail server: each once, none lost, whatever the server does."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.builders.certificates import certificate
from tests.factories.accounts import make_user
from warehouse.accounts.emails import VerifyEmail
from warehouse.email import Outbox, Recipient
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.email.tasks import deliver_mail, sweep_mail
from warehouse.events.models import UserEvent
from warehouse.http import offline
from warehouse.i18n.locales import GERMAN

LINK = "https://index.example/account/verify-email/?token=abc"
MESSAGE = VerifyEmail("ann", "ann@example.com", LINK, 6)


@pytest.fixture
def smtp(start_smtp, through):
    """A server that the application sends its mail through."""
    server = start_smtp()
    through(f"smtp://127.0.0.1:{server.port}?starttls=no")
    return server.inbox


@pytest.fixture
def send(registry, db):
    """Write a message and have it sent, as a request does."""

    def write(mail=MESSAGE, **options):
        to = Recipient(**{"address": "ann@example.com", "name": "Ann", **options})
        with offline(registry) as request:
            key = request.service(Outbox).send(mail, to=to).id
        db.expire_all()
        return db.get(EmailMessage, key)

    return write


@pytest.fixture
def sweep(registry, db):
    """Let time pass, and have the sweep run."""

    def run():
        db.expire_all()
        for message in db.scalars(select(EmailMessage)):
            message.due = datetime.now(UTC) - timedelta(seconds=1)
        db.commit()
        with offline(registry) as request:
            sweep_mail(request)
        db.expire_all()

    return run


def test_a_message_is_sent_once_its_transaction_is_durable(smtp, send):
    message = send()
    assert message.status is MailStatus.SENT
    [got] = smtp.received
    assert got["From"] == "Index <index@example.org>"
    assert got["To"] == "Ann <ann@example.com>"
    assert got["Subject"] == "Verify your e-mail address for Warehouse"
    assert got["Message-ID"] == message.message_id
    assert got["Auto-Submitted"] == "auto-generated"
    assert LINK in got.get_body(("plain",)).get_content()
    assert f'href="{LINK}"' in got.get_body(("html",)).get_content()


def test_each_message_to_an_account_is_an_event_of_it(smtp, send, sweep, db):
    user = make_user(db, "ann")
    smtp.answers = ["451 busy", "550 no"]
    message = send(user_id=user.id)
    send(user_id=user.id)
    found = select(UserEvent).where(UserEvent.tag == "account:email:sent")
    assert db.scalars(found).all() == []
    sweep()
    sweep()
    send()
    [event] = db.scalars(found)
    assert event.source_id == user.id
    assert event.additional.items() >= {
        ("from_", "Index <index@example.org>"),
        ("to", "ann@example.com"),
        ("subject", message.subject),
        ("redact_ip", True),
    }


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("ann@example.com", "ann@example.com"),
        ("a+b=c@example.com", "a+2Bb+3Dc@example.com"),
    ],
)
def test_a_server_that_can_is_told_what_notices_are_to_name(
    start_smtp, through, send, address, written
):
    server = start_smtp(with_dsn=True)
    through(f"smtp://127.0.0.1:{server.port}?starttls=no")
    message = send(address=address)
    assert message.status is MailStatus.SENT
    assert server.inbox.asked == {
        "RET": "HDRS",
        "ENVID": message.message_id.strip("<>"),
        "NOTIFY": "FAILURE",
        "ORCPT": f"rfc822;{written}",
    }


def test_a_message_of_a_transaction_that_failed_is_never_sent(smtp, registry, db):
    def fail():
        with offline(registry) as request:
            request.service(Outbox).send(MESSAGE, to=Recipient("ann@example.com"))
            return 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert smtp.received == []
    assert db.scalars(select(EmailMessage)).all() == []


def test_a_message_is_written_in_the_language_of_its_reader(smtp, send):
    send(locale=GERMAN)
    [got] = smtp.received
    assert "E-Mail-Adresse" in got["Subject"]
    assert 'lang="de"' in got.get_body(("html",)).get_content()


@pytest.mark.parametrize("trouble", ["451 busy", "421 later"])
def test_a_server_that_is_busy_is_asked_again_later(smtp, send, sweep, trouble):
    smtp.answers = [trouble]
    message = send()
    assert (message.status, message.attempts) == (MailStatus.QUEUED, 1)
    assert trouble[:3] in message.problem
    assert message.due > datetime.now(UTC) + timedelta(seconds=20)
    sweep()
    assert message.status is MailStatus.SENT
    assert [each["Message-ID"] for each in smtp.received] == [message.message_id]


def test_a_connection_that_breaks_off_loses_nothing(smtp, send, sweep):
    smtp.drops = 1
    assert send().status is MailStatus.QUEUED
    sweep()
    assert len(smtp.received) == 1


def test_a_message_that_is_refused_for_good_is_not_tried_again(smtp, send, sweep):
    smtp.answers = ["550 no such mailbox"]
    message = send()
    assert (message.status, message.problem) == (MailStatus.FAILED, "550 no such mailbox")
    sweep()
    assert (smtp.received, message.attempts) == ([], 1)


def test_a_message_that_nobody_takes_for_days_is_given_up(smtp, send, sweep, db):
    smtp.answers = ["451 busy", "451 busy"]
    message = send()
    message.created -= timedelta(days=4)
    db.commit()
    sweep()
    assert message.status is MailStatus.FAILED


def test_no_server_at_all_is_no_error_of_the_writer(through, send):
    through("smtp://127.0.0.1:1?starttls=no")
    message = send()
    assert message.status is MailStatus.QUEUED
    assert "refused" in message.problem


def test_a_message_that_was_sent_is_not_sent_again(smtp, send, registry):
    message = send()
    with offline(registry) as request:
        deliver_mail(request, str(message.id))
    assert len(smtp.received) == 1


def test_without_a_server_messages_are_kept(send):
    message = send()
    assert message.status is MailStatus.KEPT
    assert LINK in message.body


def test_a_server_is_spoken_to_with_starttls_and_a_password(
    start_smtp, through, send, tmp_path, monkeypatch
):
    files = certificate(tmp_path, "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files.certificate, files.key)
    monkeypatch.setenv("SSL_CERT_FILE", str(files.certificate))
    server = start_smtp(tls_context=context, require_starttls=True, with_login=True)
    through(f"smtp://ann:open%20sesame@127.0.0.1:{server.port}")
    assert send().status is MailStatus.SENT
    assert server.inbox.logins == [(b"ann", b"open sesame")]


def test_a_server_whose_certificate_is_not_trusted_gets_nothing(
    start_smtp, through, send, tmp_path
):
    files = certificate(tmp_path, "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files.certificate, files.key)
    server = start_smtp(tls_context=context, require_starttls=True)
    through(f"smtp://127.0.0.1:{server.port}")
    message = send()
    assert message.status is MailStatus.QUEUED
    assert "certificate" in message.problem.lower()
    assert server.inbox.received == []


def test_a_wrong_password_loses_nothing(start_smtp, through, send):
    server = start_smtp(with_login=True, auth_require_tls=False)
    through(f"smtp://ann:wrong@127.0.0.1:{server.port}?starttls=no")
    message = send()
    assert message.status is MailStatus.QUEUED
    assert message.problem.startswith("535")


def test_a_server_that_says_nothing_is_not_waited_for_long(through, send, silent_port):
    through(f"smtp://127.0.0.1:{silent_port}?starttls=no", SMTP_TIMEOUT="1")
    message = send()
    assert message.status is MailStatus.QUEUED
    assert "timed out" in message.problem


@pytest.mark.parametrize(
    "name", ["a\r\nBcc: x@example.com", "a\nX-Evil: 1", "Ann <x@example.com>,", "“Ünï”"]
)
def test_no_name_becomes_a_header_or_another_recipient(smtp, send, name):
    send(name=name)
    [got] = smtp.received
    assert got["Bcc"] is None
    assert got["X-Evil"] is None
    [address] = got["To"].addresses
    assert address.addr_spec == "ann@example.com"

"""Tasks that send mail, and that read what came back.

Each message is sent after its commit; a sweep finds what was left over.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

from celery.schedules import schedule

from warehouse.email.delivery import MailDelivery
from warehouse.email.reports import MailReports
from warehouse.email.reports.maildir import Maildir
from warehouse.email.reports.notices import LARGEST, NoticeUnreadable, read_notice
from warehouse.email.transport import Transport
from warehouse.http import Request
from warehouse.tasks import task


@task()
def deliver_mail(request: Request, key: str) -> None:
    """Send one message."""
    _delivery(request).deliver(UUID(key))


@task(every=schedule(timedelta(seconds=30)))
def sweep_mail(request: Request) -> None:
    """Send what is due: put off, or left by a worker that was killed."""
    if Transport not in request.registry:
        return
    for key in _delivery(request).due():
        request.enqueue(deliver_mail, str(key))


@task(every=schedule(timedelta(minutes=1)))
def read_notices(request: Request) -> None:
    """Have every message that came to the Maildir of notices read, each by itself."""
    folder = request.settings.mail.notices
    if folder is None:
        return
    try:
        names = Maildir(folder).unread()
    except OSError as error:
        request.log.error("mail_notices_unreadable", path=str(folder), error=str(error))
        return
    for name in names:
        request.enqueue(read_notice_named, name)


@task()
def read_notice_named(request: Request, name: str) -> None:
    """Take the reports of one message; it is marked as read once they are durable.

    Whatever a message is made of, it never keeps the others from being read.
    """
    folder = request.settings.mail.notices
    if folder is None:
        return
    maildir = Maildir(folder)
    try:
        content = maildir.read(name, LARGEST)
    except OSError as error:
        request.log.warning("mail_notice_unreadable", name=ascii(name), error=str(error))
        return
    request.transaction.after_commit(partial(maildir.mark_read, name))
    try:
        reports = read_notice(content)
    except NoticeUnreadable as error:
        request.log.info("mail_notice_ignored", name=ascii(name), reason=str(error))
        return
    for each in reports:
        request.service(MailReports).take(each)


def _delivery(request: Request) -> MailDelivery:
    return MailDelivery(request.db, request.announce, request.registry[Transport])

"""What a worker does about accounts."""

from uuid import UUID

from celery.schedules import crontab

from warehouse.accounts.models import AccountExport
from warehouse.accounts.services.exports import ExportService
from warehouse.accounts.services.passwords import PasswordService
from warehouse.http import Request
from warehouse.http.offline import move_to
from warehouse.i18n import ENGLISH, Negotiator
from warehouse.security import Actor
from warehouse.tasks import task


@task()
def send_password_reset(
    request: Request, subject: str, origin: str, asked: dict[str, str | None]
) -> None:
    """Send what somebody needs who asked for a new password, if there is an account.

    `origin` is the scheme and host they asked, `asked` their address, client and language.
    """
    move_to(request, origin)
    request.locale = request.registry[Negotiator].named(asked["locale"]) or ENGLISH
    actor = Actor(address=asked["address"], client=asked["client"])
    request.service(PasswordService).request_reset(subject, actor=actor)


@task()
def make_export(request: Request, key: str, origin: str) -> None:
    """Make the copy of an account's data that was asked for at `origin`."""
    move_to(request, origin)
    export = request.db.get(AccountExport, UUID(key), with_for_update=True)
    if export is not None:
        request.service(ExportService).make(export)


@task(every=crontab(minute=10))
def sweep_exports(request: Request) -> None:
    """Delete the copies of accounts' data that were kept for long enough."""
    gone = request.service(ExportService).sweep()
    if gone:
        request.log.info("exports_swept", count=gone)

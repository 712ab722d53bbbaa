"""What a worker does about accounts."""

from warehouse.accounts.services.passwords import PasswordService
from warehouse.http import Request
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
    request.scheme, request.host = origin.split("://")
    request.locale = request.registry[Negotiator].named(asked["locale"]) or ENGLISH
    actor = Actor(address=asked["address"], client=asked["client"])
    request.service(PasswordService).request_reset(subject, actor=actor)

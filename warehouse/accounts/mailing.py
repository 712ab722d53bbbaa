"""Writing messages to the people of accounts."""

from warehouse.accounts.models import User
from warehouse.email import Mail, Outbox, Recipient
from warehouse.http import Request


def write_to(
    request: Request, user: User, mail: Mail, *, even_unverified: bool = False
) -> None:
    """Write `mail` to the primary address of `user`, if there is one that is verified.

    What somebody must know whatever they proved is sent `even_unverified`.
    """
    email = user.primary_email
    if email is None or not (email.verified or even_unverified):
        return
    to = Recipient(email.email, name=user.name or user.username, user_id=user.id)
    request.service(Outbox).send(mail, to=to)

"""Writing messages to the people of accounts, as they prefer it."""

from warehouse.accounts.models import User
from warehouse.accounts.services.preferences import PreferenceService
from warehouse.email import Mail, Outbox, Recipient
from warehouse.http import Request
from warehouse.i18n import Message, Negotiator, _
from warehouse.security import LinkSigner

TOPICS: dict[str, Message] = {
    "tokens": _("API tokens that are about to end"),
    "projects": _("News of projects that you follow"),
}
"""What people may have no mail about, in words."""

UNSUBSCRIBE = "unsubscribe"
"""The kind of links that end mail about a topic."""


def write_to(
    request: Request,
    user: User,
    mail: Mail,
    *,
    address: str | None = None,
    even_unverified: bool = False,
    has_links: bool = True,
    unsubscribe_url: str | None = None,
) -> None:
    """Write `mail` to `address` of `user`, or to the primary one if that is verified.

    What somebody must know whatever they proved is sent `even_unverified`. Nothing is
    written about a topic that they chose to hear nothing of. Without `has_links` nobody
    knows where the index is, so it has no link to end such mail. With
    an `unsubscribe_url` that link ends something smaller than all of the topic.
    """
    preferences = request.service(PreferenceService).of(user.id)
    if mail.topic in preferences.muted:
        return
    if address is None:
        email = user.primary_email
        if email is None or not (email.verified or even_unverified):
            return
        address = email.email
    chosen = request.registry[Negotiator].named(preferences.language)
    to = Recipient(
        address,
        name=user.name or user.username,
        user_id=user.id,
        locale=chosen or request.locale,
        time_zone=preferences.time_zone,
    )
    url = unsubscribe_url
    if url is None and mail.topic is not None and has_links:
        url = _unsubscribe_url(request, user, mail.topic)
    request.service(Outbox).send(mail, to=to, unsubscribe_url=url)


def _unsubscribe_url(request: Request, user: User, topic: str) -> str:
    values = {"user.id": str(user.id), "topic": topic}
    token = request.registry[LinkSigner].sign(UNSUBSCRIBE, **values)
    url: str = request.route_url("login.unsubscribe", _query={"token": token})
    return url

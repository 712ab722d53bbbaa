"""Writing to those who follow projects, with a link that ends it with one click."""

from uuid import UUID

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.offline import know_origin
from warehouse.notifications.emails import DigestMail, ProjectNewsMail
from warehouse.notifications.models import News
from warehouse.notifications.services import DigestService
from warehouse.notifications.words import sentence
from warehouse.security import LinkSigner

UNFOLLOW = "unfollow"
"""The kind of links that end mail about one project."""

_MOST = 100
"""Sentences of a digest."""


def write_news(request: Request, user: User, news: News) -> None:
    """Write one piece of news to a person who wants it at once."""
    has_links = know_origin(request)
    page = choices = stop = ""
    if has_links:
        name = {"name": news.project_name}
        if news.event != "project-deleted":
            page = request.route_url("pages.project", **name)
            choices = request.route_url("manage.project.notifications", **name)
        stop = _stop_url(request, user.id, news)
    mail = ProjectNewsMail(user.username, news.project_name, sentence(news), page, choices)
    write_to(request, user, mail, has_links=has_links, unsubscribe_url=stop or None)


def write_digest(request: Request, user: User) -> None:
    """Write what waits for the digest of a person, in the transaction that takes it."""
    found = request.service(DigestService).take(user.id)
    if not found or not user.is_active or user.is_frozen:
        return
    has_links = know_origin(request)
    mail = DigestMail(
        user.username,
        len(found),
        max(0, len(found) - _MOST),
        tuple(sentence(each) for each in found[:_MOST]),
        request.route_url("manage.account.notifications") if has_links else "",
    )
    write_to(request, user, mail, has_links=has_links)


def _stop_url(request: Request, user_id: UUID, news: News) -> str:
    token = request.registry[LinkSigner].sign(
        UNFOLLOW,
        **{
            "user.id": str(user_id),
            "project.id": str(news.project_id),
            "project.name": news.project_name,
        },
    )
    url: str = request.route_url("login.unfollow", _query={"token": token})
    return url

"""Feeds at addresses that nobody else knows: what one follows, and an organization's."""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.services.preferences import PreferenceService
from warehouse.api.serializers import atom
from warehouse.http import Request
from warehouse.i18n import ENGLISH, Locale, Negotiator, _, current_locale, speaking
from warehouse.notifications import queries
from warehouse.notifications.models import News, OrganizationFeed, PersonalFeed
from warehouse.notifications.queries import MOST_NEWS
from warehouse.notifications.words import (
    organization_sentence,
    release_sentence,
    sentence,
)
from warehouse.organizations.models import Organization
from warehouse.packaging.queries import newest_releases_owned_by

F = TypeVar("F", PersonalFeed, OrganizationFeed)

_SECONDS = 300
"""How long a feed reader need not ask again."""


@view_config(route_name="api.feeds.personal")
def personal(request: Request) -> Response:
    """Answer with the newest that the owner of the feed wants to know."""
    feed = _open(queries.feed_with(request.db, request.matchdict["secret"]))
    found = queries.news_of(request.db, feed.user_id)
    with speaking(_language(request, feed.user_id)):
        site = {"site": request.settings.site.name}
        title = str(_("Projects that you follow on ${site}", site))
        entries = [_news(request, each) for each in found]
        return _answer(request, feed, title, entries)


@view_config(route_name="api.feeds.organization")
def organization(request: Request) -> Response:
    """Answer with the newest releases and events of an organization, to a member."""
    found = queries.organization_feed_with(request.db, request.matchdict["secret"])
    feed = _open(found)
    group = feed.organization
    with speaking(_language(request, feed.user_id)):
        values = {"organization": group.display_name, "site": request.settings.site.name}
        title = str(_("${organization} on ${site}", values))
        entries = [*_releases(request, group), *_events(request, group)]
        entries.sort(key=lambda entry: entry.updated, reverse=True)
        return _answer(request, feed, title, entries[:MOST_NEWS])


def _open(feed: F | None) -> F:
    """Return a feed; raises `HTTPNotFound` if there is none, or its owner is shut out."""
    if feed is None or not feed.user.is_active or feed.user.is_frozen:
        raise HTTPNotFound(_("There is no feed at this address any more."))
    return feed


def _language(request: Request, user_id: UUID) -> Locale:
    preferences = request.service(PreferenceService).of(user_id)
    return request.registry[Negotiator].named(preferences.language) or ENGLISH


def _news(request: Request, news: News) -> atom.Entry:
    link = _page(request, news.project_name)
    return atom.Entry(news.id, str(sentence(news)), link, news.created)


def _releases(request: Request, organization: Organization) -> Iterator[atom.Entry]:
    for each in newest_releases_owned_by(request.db, organization, limit=MOST_NEWS):
        said = release_sentence(each.project.name, each.version)
        yield atom.Entry(
            each.id, str(said), _page(request, each.project.name), each.created
        )


def _events(request: Request, organization: Organization) -> Iterator[atom.Entry]:
    link = request.route_url("pages.organization", name=organization.name)
    for each in queries.happenings_in(request.db, organization):
        said = organization_sentence(each, organization.display_name)
        yield atom.Entry(each.id, str(said), link, each.time)


def _page(request: Request, name: str) -> str:
    return str(request.route_url("pages.project", name=name))


def _answer(
    request: Request,
    feed: PersonalFeed | OrganizationFeed,
    title: str,
    entries: Sequence[atom.Entry],
) -> Response:
    body = atom.feed(
        id=feed.id,
        title=title,
        author=request.settings.site.name,
        link=request.route_url("pages.home"),
        language=current_locale().tag,
        updated=entries[0].updated if entries else feed.created,
        entries=entries,
    )
    response = Response(body=body, content_type="application/atom+xml", charset="UTF-8")
    response.cache_control.private = True
    response.cache_control.max_age = _SECONDS
    return response

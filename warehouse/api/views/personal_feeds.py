"""The feed of what one person follows, at an address that nobody else knows."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.services.preferences import PreferenceService
from warehouse.api.serializers import atom
from warehouse.http import Request
from warehouse.i18n import ENGLISH, Negotiator, _, speaking
from warehouse.notifications import queries
from warehouse.notifications.models import PersonalFeed
from warehouse.notifications.words import sentence

_SECONDS = 300
"""How long a feed reader need not ask again."""


@view_config(route_name="api.feeds.personal")
def personal(request: Request) -> Response:
    """Answer with the newest that the owner of the feed wants to know."""
    feed = queries.feed_with(request.db, request.matchdict["secret"])
    if feed is None or not feed.user.is_active or feed.user.is_frozen:
        raise HTTPNotFound(_("There is no feed at this address any more."))
    response = Response(
        body=_document(request, feed), content_type="application/atom+xml", charset="UTF-8"
    )
    response.cache_control.private = True
    response.cache_control.max_age = _SECONDS
    return response


def _document(request: Request, feed: PersonalFeed) -> bytes:
    preferences = request.service(PreferenceService).of(feed.user_id)
    locale = request.registry[Negotiator].named(preferences.language) or ENGLISH
    found = queries.news_of(request.db, feed.user_id)
    site = request.settings.site.name
    with speaking(locale):
        title = str(_("Projects that you follow on ${site}", {"site": site}))
        entries = [
            atom.Entry(
                each.id,
                str(sentence(each)),
                request.route_url("pages.project", name=each.project_name),
                each.created,
            )
            for each in found
        ]
    return atom.feed(
        id=feed.id,
        title=title,
        author=site,
        link=request.route_url("pages.home"),
        language=locale.tag,
        updated=found[0].created if found else feed.created,
        entries=entries,
    )

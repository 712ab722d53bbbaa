"""What people prefer: language, theme, time zone, and which mail they get."""

from typing import Any
from zoneinfo import available_timezones

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.mailing import TOPICS
from warehouse.accounts.services.preferences import PreferenceService
from warehouse.http import Request
from warehouse.http.language_cookie import keep_language
from warehouse.i18n import Negotiator, _, speaking
from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission

THEMES = {"": _("As the device"), "light": _("Light"), "dark": _("Dark")}
_WANTED = "mail."
"""The beginning of the names of checkboxes, each of which is for a topic."""


def time_zones() -> list[str]:
    """Return the names of time zones that people may choose from, UTC first."""
    names = {each for each in available_timezones() if "/" in each}
    return ["UTC", *sorted(each for each in names if not each.startswith("Etc/"))]


@view_defaults(
    route_name="manage.account.preferences",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
class PreferencesViews(AccountView):
    """The page of preferences."""

    section = "manage.account.preferences"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.service = request.service(PreferenceService)
        self.negotiator: Negotiator = request.registry[Negotiator]

    @view_config(request_method=("GET", "HEAD"), renderer="manage/account/preferences.html")
    def show(self) -> dict[str, Any]:
        """Show what is chosen."""
        return self.page(
            chosen=self.service.of(self.user.id),
            languages=self.negotiator.offered,
            themes=THEMES,
            time_zones=time_zones(),
            topics=TOPICS,
        )

    @view_config(request_method="POST", methods=("POST",))
    def choose(self) -> Response:
        """Store what was chosen; what is not offered counts as not chosen."""
        given = self.request.POST
        language = self.negotiator.named(given.get("language"))
        theme, zone = given.get("theme"), given.get("time_zone", "")
        self.service.choose(
            self.user,
            language=None if language is None else language.code,
            theme=theme if theme in THEMES and theme else None,
            time_zone=zone if zone in time_zones() else "UTC",
            muted=[topic for topic in TOPICS if f"{_WANTED}{topic}" not in given],
            actor=self.request.actor,
        )
        response = HTTPSeeOther(self.request.route_path("manage.account.preferences"))
        if language is not None:
            keep_language(self.request, response, language)
        with speaking(language or self.request.locale):
            self.request.session.flash(_("Your preferences are saved."))
        return response

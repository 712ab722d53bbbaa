"""Everything that happened to one's own account, by day."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.devices import device_of
from warehouse.events import queries
from warehouse.events.models import UserEvent
from warehouse.i18n import Message, _
from warehouse.manage.event_words import GROUPS, WORDS, Words, detail_of, tags_of
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.paging import PER_PAGE, numbered, page_number
from warehouse.security import Permission
from warehouse.security.addresses import neighbourhood_of

_UNKNOWN = _("Something else")


@dataclass(frozen=True)
class Happening:
    """Events of one kind that followed each other from one place."""

    words: Words
    events: tuple[UserEvent, ...]

    @property
    def details(self) -> list[str]:
        """Return what distinguishes the events, in words."""
        found = (detail_of(self.words, each.additional or {}) for each in self.events)
        return [each for each in dict.fromkeys(found) if each]

    @property
    def network(self) -> str | None:
        """Return from which network it was done, unless that was somebody else's."""
        return _place(self.events[0])[0]

    @property
    def client(self) -> str | None:
        """Return with which program it was done, unless that was somebody else's."""
        return _place(self.events[0])[1]

    @property
    def device(self) -> Message | str | None:
        """Return with which kind of program and device it was done, in words."""
        return None if self.client is None else device_of(self.client)


@view_defaults(
    route_name="manage.account.history",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    request_method=("GET", "HEAD"),
)
class HistoryView(AccountView):
    """The events of the account, with filters and pages in the URL."""

    section = "manage.account.history"

    @view_config(renderer="manage/account/history.html")
    def show(self) -> dict[str, Any]:
        """Show one page of the events, by day."""
        group, number = self._wanted()
        total, events = self._found(group, number)
        has_older = number * PER_PAGE < total
        return self.page(
            days=_by_day(events),
            total=total,
            groups=GROUPS,
            group=group,
            number=number,
            newer=self._url(group, number - 1) if number > 1 else None,
            older=self._url(group, number + 1) if has_older else None,
            raw=self._url(group, number, format="json"),
        )

    @view_config(request_param="format=json")
    def show_raw(self) -> Response:
        """Return the same events as JSON, as they are stored."""
        total, events = self._found(*self._wanted())
        rows = [_as_stored(each) for each in events]
        return Response(json_body={"total": total, "events": rows})

    def _wanted(self) -> tuple[str, int]:
        """Return the group of events, and the number of the page."""
        group, number = self.request.GET.get("show", ""), self.request.GET.get("page", "1")
        if group and group not in GROUPS:
            raise HTTPBadRequest(
                _("There are no events of the kind “${kind}”.", mapping={"kind": group})
            )
        return group, page_number(number)

    def _found(self, group: str, number: int) -> tuple[int, list[UserEvent]]:
        tags = tags_of(group) if group else None
        db, key = self.request.db, self.user.id
        total = queries.count_events_of(db, UserEvent, key, tags=tags)
        offset = numbered(number, total).offset
        events = queries.events_of(
            db, UserEvent, key, tags=tags, offset=offset, limit=PER_PAGE
        )
        return total, list(events)

    def _url(self, group: str, number: int, **more: str) -> str:
        wanted = {"show": group, "page": str(number) if number > 1 else "", **more}
        query = urlencode({name: value for name, value in wanted.items() if value})
        path: str = self.request.route_path("manage.account.history")
        return f"{path}?{query}" if query else path


def _by_day(events: list[UserEvent]) -> list[tuple[date, list[Happening]]]:
    """Return the days with what happened on each, alike things that follow in one."""
    days = groupby(events, key=lambda each: each.time.date())
    return [(day, _happenings(list(on_it))) for day, on_it in days]


def _happenings(events: list[UserEvent]) -> list[Happening]:
    alike = groupby(events, key=lambda each: (each.tag, *_place(each)))
    return [
        Happening(WORDS.get(tag, Words(_UNKNOWN)), tuple(same))
        for (tag, *_place_of), same in alike
    ]


def _place(event: UserEvent) -> tuple[str | None, str | None]:
    """Return network and client of an event, neither if somebody else acted."""
    additional = event.additional or {}
    if additional.get("redact_ip"):
        return None, None
    address = event.ip_address
    network = None if address is None else neighbourhood_of(str(address.ip_address))
    client = additional.get("user_agent")
    return network, client if isinstance(client, str) else None


def _as_stored(event: UserEvent) -> dict[str, Any]:
    additional = dict(event.additional or {})
    is_hidden = bool(additional.get("redact_ip"))
    if is_hidden:
        additional.pop("user_agent", None)
    address = None if is_hidden or event.ip_address is None else event.ip_address
    return {
        "id": str(event.id),
        "tag": event.tag,
        "time": event.time.isoformat(),
        "ip_address": None if address is None else str(address.ip_address),
        "additional": additional,
    }

"""Mail to owners: what staff did, and what they answer."""

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.appeals import queries
from warehouse.appeals.emails import AppealAnsweredMail, ProjectModeratedMail
from warehouse.appeals.services import AppealService
from warehouse.appeals.signals import AppealAnswered, OwnersNotified
from warehouse.events.models import StaffAction
from warehouse.http import Request
from warehouse.signals import on

APPEAL = "manage.appeal.link"
"""The route of the page on which people appeal who cannot sign in."""

MOST_NAMED = 5
"""Releases that the subject of a message names."""


@on(OwnersNotified)
def tell_owners(signal: OwnersNotified, request: Request) -> None:
    """Write to the owners what was done, and what staff wrote for them."""
    action, names = signal.actions[0], [each.subject_name for each in signal.actions]
    more = "" if len(names) <= MOST_NAMED else " …"
    for user in queries.concerned_people(request.db, action):
        mail = ProjectModeratedMail(
            username=user.username,
            subject_name=", ".join(names[:MOST_NAMED]) + more,
            entry=action.log_entry or "",
            notice=action.notice,
            is_frozen=user.is_frozen,
            can_be_appealed=action.can_be_appealed,
            names=tuple(names),
            links=tuple(_link(request, each, user) for each in signal.actions),
        )
        write_to(request, user, mail)


@on(AppealAnswered)
def send_answer(signal: AppealAnswered, request: Request) -> None:
    """Write to the owners what staff answered."""
    appeal = signal.appeal
    for user in queries.concerned_people(request.db, appeal.action):
        mail = AppealAnsweredMail(
            username=user.username,
            subject_name=appeal.subject_name,
            status=appeal.status.value,
            answer=signal.text,
            link=_link(request, appeal.action, user),
        )
        write_to(request, user, mail)


def _link(request: Request, action: StaffAction, user: User) -> str:
    token = request.service(AppealService).link_for(action, user)
    url: str = request.route_url(APPEAL, _query={"token": token})
    return url

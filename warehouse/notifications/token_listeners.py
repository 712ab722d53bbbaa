"""Telling the people of projects that a token of somebody else is used from elsewhere."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.macaroons.signals import TokenUsedElsewhere
from warehouse.notifications.emails import OthersTokenUsedElsewhere
from warehouse.notifications.queries import token_watchers
from warehouse.signals import on

CREDENTIALS = "manage.project.credentials"
"""The route of the page with the tokens that reach a project."""

_NAMED = 20
"""Projects that a message names."""


@on(TokenUsedElsewhere)
def tell_projects(signal: TokenUsedElsewhere, request: Request) -> None:
    """Write to those who watch the projects that a token can publish, each once."""
    macaroon = signal.macaroon
    for user, projects in token_watchers(request.db, macaroon):
        owned = next((each.name for each in projects if each.is_owned), None)
        link = "" if owned is None else request.route_url(CREDENTIALS, name=owned)
        mail = OthersTokenUsedElsewhere(
            username=user.username,
            owner=macaroon.owner.username,
            projects=tuple(each.name for each in projects[:_NAMED]),
            more=max(0, len(projects) - _NAMED),
            network=signal.network,
            client=signal.client or "",
            at=signal.at,
            link=link,
        )
        write_to(request, user, mail)

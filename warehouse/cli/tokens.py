"""`warehouse tokens`: API tokens, without the web."""

import re
import secrets
from datetime import timedelta
from uuid import UUID

import click

from warehouse.accounts.models import User
from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.cli.users import find_user
from warehouse.http import Request
from warehouse.macaroons import queries, wire
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.errors import DescriptionTaken, TokenMalformed
from warehouse.macaroons.services import TokenService
from warehouse.organizations.errors import TokenLastsTooLong
from warehouse.packaging.models import Project
from warehouse.packaging.queries import project_named, projects_reached_by
from warehouse.security import SYSTEM

_LIFETIME = re.compile(r"([1-9][0-9]{0,4})([mhd])\Z")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class _Lifetime(click.ParamType[timedelta]):
    name = "TIME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        if isinstance(value, timedelta):
            return value
        match = _LIFETIME.match(str(value))
        if match is None:
            self.fail(f"{value!r} is no span of time; write 30d, 12h or 90m.", param, ctx)
        return timedelta(**{_UNITS[match[2]]: int(match[1])})


@click.group()
def tokens() -> None:
    """Make, list and revoke API tokens."""


@tokens.command()
@click.option("--user", "username", required=True, help="Whose token it is.")
@click.option("--project", "names", multiple=True, help="Good for this project only.")
@click.option("--expires", type=_Lifetime(), help="How long it is good for, as in 30d.")
@click.option(
    "--permission",
    type=click.Choice([each.value for each in TokenPermission]),
    default=TokenPermission.PUBLISH.value,
    help="What it is good for: to publish, or to read or manage by the API.",
)
@click.option("--description", help="What it is for.")
@click.option("--location", default="localhost", help="The host the token names.")
def create(
    username: str,
    *,
    names: tuple[str, ...],
    expires: timedelta | None,
    permission: str,
    description: str | None,
    location: str,
) -> None:
    """Make a token; prints it on standard output and nothing else."""
    described = description or f"command line {secrets.token_hex(4)}"
    with request() as made:
        user = find_user(made, username)
        try:
            text, _ = made.service(TokenService).mint(
                user,
                description=described,
                permission=TokenPermission(permission),
                projects=[_own_project(made, user, name) for name in names],
                lifetime=expires,
                location=made.settings.site.domain or location,
                actor=SYSTEM,
            )
        except DescriptionTaken as error:
            raise fail(f"{username} has a token called {described!r} already.") from error
        except TokenLastsTooLong as error:
            raise fail(str(error)) from error
    click.echo(text)


@tokens.command("list")
@click.option("--user", "username", required=True, help="Whose tokens.")
@json_option
def list_tokens(username: str, as_json: bool) -> None:
    """List the tokens of a user; the tokens themselves are shown to nobody."""
    with request() as made:
        rows = [
            (str(each.id), each.description, each.created, each.last_used)
            for each in queries.macaroons_of(made.db, find_user(made, username))
        ]
    print_rows(("id", "description", "created", "last used"), rows, as_json)


@tokens.command()
@click.argument("token")
def revoke(token: str) -> None:
    """End TOKEN, given as the token itself or as its id."""
    try:
        key = wire.parse(token).identifier if token.startswith("pypi-") else UUID(token)
    except (TokenMalformed, ValueError) as error:
        raise fail("That is neither a token nor the id of one.") from error
    with request() as made:
        macaroon = queries.macaroon_by_id(made.db, key)
        if macaroon is None:
            raise fail(f"There is no token with the id {key}.")
        made.service(TokenService).revoke(macaroon, actor=SYSTEM)
        described = macaroon.description
    click.echo(f"The token {described!r} is revoked.", err=True)


def _own_project(made: Request, user: User, name: str) -> Project:
    project = project_named(made.db, name)
    if project is None:
        raise fail(f"There is no project named {name!r}.")
    if project not in projects_reached_by(made.db, user.id):
        raise fail(f"{user.username} has no role in the project {project.name}.")
    return project

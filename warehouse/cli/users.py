"""`warehouse users`: people, without the web."""

import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from warehouse.accounts import queries
from warehouse.accounts.devices import device_of
from warehouse.accounts.errors import (
    AccountError,
    AccountNeeded,
    EmailDomainProhibited,
    EmailInvalid,
    EmailUnavailable,
    UsernameInvalid,
    UsernameUnavailable,
)
from warehouse.accounts.listeners import invitation_url
from warehouse.accounts.models import User
from warehouse.accounts.passwords import calibrated
from warehouse.accounts.services.deletion import DeletionService
from warehouse.accounts.services.exports import ExportService
from warehouse.accounts.services.factor_reset import FactorResetService
from warehouse.accounts.services.invitations import InvitationService
from warehouse.accounts.services.sessions import SessionService
from warehouse.accounts.services.users import UserService
from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.http import Request
from warehouse.http.offline import know_origin
from warehouse.recovery import queries as recovery
from warehouse.security import SYSTEM

_SHORTEST = 8


@click.group()
def users() -> None:
    """Make and mend accounts."""


@users.command()
@click.argument("name")
@click.option("--email", required=True, help="The primary address.")
@click.option("--full-name", default="", help="The name shown to people.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
@click.option("--verified", is_flag=True, help="Take the address as verified.")
@click.option("--superuser", is_flag=True, help="Make an administrator.")
def create(
    name: str,
    *,
    email: str,
    full_name: str,
    password_stdin: bool,
    verified: bool,
    superuser: bool,
) -> None:
    """Make an account; without --password-stdin a password is made up and printed."""
    password = read_password() if password_stdin else secrets.token_urlsafe(15)
    with request() as made:
        try:
            made.service(UserService).create(
                name,
                email=email,
                password=password,
                is_verified=verified,
                is_superuser=superuser,
                name=full_name,
                actor=SYSTEM,
            )
        except AccountError as error:
            raise fail(_sentence(error)) from error
    click.echo(f"Made the account {name}.", err=True)
    if not password_stdin:
        click.echo(password)


@users.command()
@click.argument("email")
@click.option(
    "--url",
    default="http://localhost:8000",
    show_default=True,
    help="Where the index is; what WAREHOUSE_DOMAIN says if that is set.",
)
def invite(email: str, url: str) -> None:
    """Send EMAIL a link with which an account can be made, and print it."""
    with request() as made:
        know_origin(made, otherwise=url.rstrip("/"))
        try:
            link = made.service(InvitationService).invite(email)
        except AccountError as error:
            raise fail(_sentence(error)) from error
        click.echo(invitation_url(made, link))


@users.command()
@click.option(
    "--target",
    default=250,
    show_default=True,
    type=click.IntRange(10, 5000),
    help="Milliseconds that checking a password may take.",
)
@click.option(
    "--memory",
    default=19,
    show_default=True,
    type=click.IntRange(7, 2048),
    help="MiB that each of the sign-ins at a time needs.",
)
def calibrate(target: int, memory: int) -> None:
    """Print the setting with which hashing a password takes this machine so long."""
    cost, took = calibrated(target / 1000, memory=memory * 1024)
    click.echo(f"Hashing a password takes {took * 1000:.0f} ms with it.", err=True)
    click.echo(f"PASSWORD_HASH_COST={cost}")


@users.command()
@click.argument("name")
def disable(name: str) -> None:
    """Close the account NAME: its sessions end, its password and tokens open nothing."""
    with request() as made:
        made.service(UserService).freeze(find_user(made, name), actor=SYSTEM)
    click.echo(f"{name} is closed.", err=True)


@users.command()
@click.argument("name")
def enable(name: str) -> None:
    """Open the account NAME again."""
    with request() as made:
        made.service(UserService).thaw(find_user(made, name), actor=SYSTEM)
    click.echo(f"{name} is open.", err=True)


@users.command("list")
@json_option
def list_users(as_json: bool) -> None:
    """List every account."""
    with request() as made:
        rows = [
            (
                user.username,
                user.primary_email.email if user.primary_email else None,
                user.is_active,
                user.is_superuser,
            )
            for user in queries.everyone(made.db)
        ]
    print_rows(("name", "email", "active", "superuser"), rows, as_json)


@users.command()
@click.argument("name")
def promote(name: str) -> None:
    """Make an administrator of NAME."""
    with request() as made:
        made.service(UserService).promote(find_user(made, name))
    click.echo(f"{name} is an administrator.", err=True)


@users.command()
@click.argument("name")
def verify(name: str) -> None:
    """Take the primary address of NAME as verified, so that they may publish."""
    with request() as made:
        user = find_user(made, name)
        if user.primary_email is None:
            raise fail(f"{user.username} has no primary e-mail address.")
        made.service(UserService).verify(user, actor=SYSTEM)
        address = user.primary_email.email
    click.echo(f"{address} counts as verified.", err=True)


@users.command()
@click.argument("name")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
def reset(name: str, password_stdin: bool) -> None:
    """Give NAME another password; sessions made before it are void."""
    password = read_password() if password_stdin else secrets.token_urlsafe(15)
    with request() as made:
        made.service(UserService).set_password(
            find_user(made, name), password, actor=SYSTEM
        )
    click.echo(f"{name} has a new password.", err=True)
    if not password_stdin:
        click.echo(password)


@users.command()
@click.argument("name")
@click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
def export(name: str, archive: Path) -> None:
    """Write everything that is kept about NAME to ARCHIVE, a ZIP of JSON files."""
    with request() as made:
        content = made.service(ExportService).archive_of(find_user(made, name))
    try:
        # It is personal: nobody else on this machine is to read it.
        descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        raise fail(f"{archive} cannot be written: {error.strerror}.") from error
    click.echo(f"Wrote {archive}.", err=True)


@users.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, *, yes: bool) -> None:
    """Delete the account NAME with all that belongs to it, for good."""
    with request() as made:
        user = find_user(made, name)
        if not yes:
            click.confirm(f"Delete the account {user.username} for good?", abort=True)
        try:
            made.service(DeletionService).delete(user, actor=SYSTEM)
        except AccountNeeded as error:
            raise fail(
                f"{name} alone owns {', '.join(error.names)}; give that to somebody, or "
                "delete it first."
            ) from error
    click.echo(f"The account {name} is deleted.", err=True)


@users.command("reset-2fa")
@click.argument("name")
def reset_two_factor(name: str) -> None:
    """Take all second factors and recovery codes from NAME, and end all sessions."""
    with request() as made:
        user = find_user(made, name)
        count = made.service(FactorResetService).reset(user, actor=SYSTEM)
    click.echo(f"Second factors removed from {name}: {count}.", err=True)


@users.command("sessions")
@click.argument("name")
@click.option("--end", is_flag=True, help="End all of them instead of listing them.")
@json_option
def list_sessions(name: str, as_json: bool, end: bool) -> None:
    """List where NAME is signed in, or end every session."""
    with request() as made:
        user, sessions = find_user(made, name), made.service(SessionService)
        if end:
            count = sessions.end_all(user)
            click.echo(f"Sessions of {name} ended: {count}.", err=True)
            return
        found = [each.details for each in sessions.sessions_of(user)]
    rows = [
        (str(device_of(each["client"])), each["network"], *_moments(each)) for each in found
    ]
    print_rows(("device", "network", "begun", "used"), rows, as_json)


@users.command("recoveries")
@click.option("--all", "with_closed", is_flag=True, help="List closed requests, too.")
@json_option
def list_recoveries(as_json: bool, with_closed: bool) -> None:
    """List who asks for an account that they have lost, the oldest request first."""
    with request() as made:
        rows = [
            (
                f"{each.confirmed:%Y-%m-%dT%H:%M:%SZ}",
                each.username if each.user is None else each.user.username,
                each.user is not None,
                each.contact,
                each.reason.value,
                each.status.value if each.ended_by is None else each.ended_by.value,
                each.proof,
                each.place,
                " ".join(each.projects),
                " ".join(each.statement.split()),
            )
            for each in recovery.requests_for_staff(made.db, with_closed=with_closed)
        ]
    headings = "asked account exists contact lost status proof place projects statement"
    print_rows(headings.split(), rows, as_json)


def _moments(details: dict[str, float]) -> list[str]:
    moments = (datetime.fromtimestamp(details[name], UTC) for name in ("begun", "used"))
    return [f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in moments]


def read_password() -> str:
    """Return the first line of standard input."""
    try:
        password = sys.stdin.readline().rstrip("\r\n")
        password.encode()
    except UnicodeError as error:
        raise fail("The password must be text encoded as UTF-8.") from error
    if len(password) < _SHORTEST:
        raise fail(f"The password must have at least {_SHORTEST} characters.")
    return password


def find_user(made: Request, name: str) -> User:
    """Return the account NAME; raise one sentence if there is none."""
    user = queries.user_named(made.db, name)
    if user is None:
        raise fail(f"There is no account named {name!r}; `warehouse users list` names all.")
    return user


def _sentence(error: AccountError) -> str:
    match error:
        case UsernameInvalid():
            return (
                f"{error.username!r} is not a username: use up to 50 letters, digits and "
                "inner dots, hyphens and underscores."
            )
        case UsernameUnavailable():
            return f"The username {error.username!r} is not available; choose another."
        case EmailInvalid():
            return f"{error.email!r} is not an e-mail address: {error.problem}"
        case EmailUnavailable():
            return f"The address {error.email!r} belongs to an account already."
        case EmailDomainProhibited():
            return f"Addresses at {error.domain} are prohibited."
    return str(error)

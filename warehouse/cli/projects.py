"""`warehouse projects`: what owners and staff do to projects, without the web."""

from collections.abc import Callable

import click

from warehouse.cli import fail
from warehouse.cli.requests import request
from warehouse.cli.users import find_user
from warehouse.http import Request
from warehouse.packaging.errors import (
    AlreadyReader,
    PrivacyUnchanged,
    ReleaseFrozen,
    StatusUnchanged,
)
from warehouse.packaging.models import Project, Release
from warehouse.packaging.queries import file_of, project_named, reader_in, release_of
from warehouse.packaging.services import (
    LifecycleService,
    PrivacyService,
    ReleaseService,
    YankService,
)
from warehouse.security import SYSTEM


@click.group()
def projects() -> None:
    """Yank, archive, hide, quarantine or delete."""


@projects.command()
@click.argument("name")
@click.argument("version")
@click.option("--reason", default="", help="What people are told.")
def yank(name: str, version: str, reason: str) -> None:
    """Hide a release from installers that do not ask for exactly it."""
    with request() as made:
        release = _release(made, name, version)
        try:
            made.service(YankService).yank(release, reason=reason, actor=SYSTEM)
        except ReleaseFrozen as error:
            raise fail(f"{error}; clear the quarantine first.") from error
    click.echo(f"{name} {version} is yanked.", err=True)


@projects.command()
@click.argument("name")
@click.argument("version")
def unyank(name: str, version: str) -> None:
    """Give a yanked release back to installers."""
    with request() as made:
        release = _release(made, name, version)
        try:
            made.service(YankService).unyank(release, actor=SYSTEM)
        except ReleaseFrozen as error:
            raise fail(f"{error}; clear the quarantine first.") from error
    click.echo(f"{name} {version} is not yanked any more.", err=True)


@projects.command()
@click.argument("name")
def archive(name: str) -> None:
    """Close a project for uploads."""
    _change(name, lambda service, project: service.archive(project, actor=SYSTEM))


@projects.command()
@click.argument("name")
def unarchive(name: str) -> None:
    """Open an archived project for uploads again."""
    _change(name, lambda service, project: service.unarchive(project, actor=SYSTEM))


@projects.command()
@click.argument("name")
@click.option("--note", default="", help="Why; shown to those who look.")
def quarantine(name: str, note: str) -> None:
    """Take a project from view, let nobody change it, and freeze its people."""
    _change(
        name, lambda service, project: service.quarantine(project, note=note, actor=SYSTEM)
    )


@projects.command("release-quarantine")
@click.argument("name")
def release_quarantine(name: str) -> None:
    """Show a quarantined project again."""
    _change(name, lambda service, project: service.clear_quarantine(project, actor=SYSTEM))


@projects.command()
@click.argument("name")
def private(name: str) -> None:
    """Hide a project from everybody but its readers."""
    _show_to(name, PrivacyService.make_private)
    click.echo(f"{name} is private.", err=True)


@projects.command()
@click.argument("name")
def public(name: str) -> None:
    """Show a private project to everybody."""
    _show_to(name, PrivacyService.make_public)
    click.echo(f"{name} is public.", err=True)


@projects.command("let-in")
@click.argument("name")
@click.argument("username")
def let_in(name: str, username: str) -> None:
    """Let somebody read a project though it is private."""
    with request() as made:
        project, user = _project(made, name), find_user(made, username)
        try:
            made.service(PrivacyService).let_in(project, user, actor=SYSTEM)
        except AlreadyReader as error:
            raise fail(f"{username} {error}.") from error
    click.echo(f"{username} reads {name}.", err=True)


@projects.command("shut-out")
@click.argument("name")
@click.argument("username")
def shut_out(name: str, username: str) -> None:
    """Let somebody in no longer who was let in to read a private project."""
    with request() as made:
        project, user = _project(made, name), find_user(made, username)
        row = reader_in(made.db, project, user)
        if row is None:
            raise fail(f"{username} was not let in to read {name}.")
        made.service(PrivacyService).shut_out(project, row, actor=SYSTEM)
    click.echo(f"{username} is not let in to read {name}.", err=True)


@projects.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, yes: bool) -> None:
    """Delete a project; its filenames can never be used again."""
    if not yes:
        click.confirm(f"Delete the project {name} with all its releases?", abort=True)
    with request() as made:
        made.service(LifecycleService).delete(_project(made, name), actor=SYSTEM)
    click.echo(f"{name} is deleted.", err=True)


@projects.command("delete-release")
@click.argument("name")
@click.argument("version")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete_release(name: str, version: str, yes: bool) -> None:
    """Delete a release; its filenames can never be used again."""
    if not yes:
        click.confirm(f"Delete {name} {version} with all its files?", abort=True)
    with request() as made:
        release = _release(made, name, version)
        try:
            made.service(ReleaseService).delete(release, actor=SYSTEM)
        except ReleaseFrozen as error:
            raise fail(f"{error}; clear the quarantine first.") from error
    click.echo(f"{name} {version} is deleted.", err=True)


@projects.command("delete-file")
@click.argument("name")
@click.argument("filename")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete_file(name: str, filename: str, yes: bool) -> None:
    """Delete one file of a release; its name can never be used again."""
    if not yes:
        click.confirm(f"Delete {filename}?", abort=True)
    with request() as made:
        project = _project(made, name)
        file = file_of(made.db, project, filename)
        if file is None:
            raise fail(f"The project {project.name} has no file {filename!r}.")
        try:
            made.service(ReleaseService).delete_file(file, actor=SYSTEM)
        except ReleaseFrozen as error:
            raise fail(f"{error}; clear the quarantine first.") from error
    click.echo(f"{filename} is deleted.", err=True)


def _show_to(name: str, change: Callable[..., None]) -> None:
    with request() as made:
        try:
            change(made.service(PrivacyService), _project(made, name), actor=SYSTEM)
        except PrivacyUnchanged as error:
            raise fail(f"Nothing was changed: {error}.") from error


def _change(name: str, change: Callable[[LifecycleService, Project], None]) -> None:
    with request() as made:
        project = _project(made, name)
        try:
            change(made.service(LifecycleService), project)
        except StatusUnchanged as error:
            raise fail(
                f"Nothing was changed: {error.project} is {error.status}."
            ) from error
        status = project.status
    click.echo(f"{name} is {status}.", err=True)


def _project(made: Request, name: str) -> Project:
    project = project_named(made.db, name)
    if project is None:
        raise fail(f"There is no project named {name!r}.")
    return project


def _release(made: Request, name: str, version: str) -> Release:
    project = _project(made, name)
    release = release_of(made.db, project, version)
    if release is None:
        raise fail(f"The project {project.name} has no release {version!r}.")
    return release

"""`warehouse organizations`: groups that own projects, without the web."""

import click

from warehouse.cli import fail
from warehouse.cli.requests import request
from warehouse.cli.users import find_user
from warehouse.http import Request
from warehouse.namespaces.errors import NamespaceError
from warehouse.namespaces.services import NamespaceService
from warehouse.organizations.errors import (
    LinkInvalid,
    NameInvalid,
    OrganizationError,
    OrganizationInactive,
    OrganizationNameUnavailable,
)
from warehouse.organizations.models import Organization, OrganizationType
from warehouse.organizations.queries import organization_named
from warehouse.organizations.services import OrganizationService, Profile
from warehouse.packaging.errors import NotAnOwner, OwnedByOrganization
from warehouse.packaging.queries import project_named
from warehouse.packaging.services import OwnershipService
from warehouse.security import SYSTEM, Actor

_TYPES = [each.value for each in OrganizationType]


@click.group()
def organizations() -> None:
    """Make and change organizations."""


@organizations.command()
@click.argument("name")
@click.option("--display-name", required=True, help="What people call it.")
@click.option("--link", required=True, help="Its web site.")
@click.option("--description", default="", help="What it is, in a sentence.")
@click.option(
    "--type",
    "orgtype",
    type=click.Choice(_TYPES, case_sensitive=False),
    default=OrganizationType.COMMUNITY.value,
    show_default=True,
    help="What it calls itself.",
)
@click.option("--owner", required=True, help="The account that is its first owner.")
def create(
    name: str, *, display_name: str, link: str, description: str, orgtype: str, owner: str
) -> None:
    """Make an organization; its page is /org/NAME/."""
    profile = Profile(
        display_name=display_name,
        orgtype=OrganizationType(orgtype),
        link_url=link,
        description=description,
    )
    with request() as made:
        person = find_user(made, owner)
        try:
            made.service(OrganizationService).create(
                name, profile, owner=person, actor=SYSTEM
            )
        except OrganizationError as error:
            raise fail(_sentence(error)) from error
    click.echo(f"Made the organization {name}.", err=True)


@organizations.command("add-project")
@click.argument("name")
@click.argument("project")
@click.option("--by", help="The owner who gives it, and is none by themselves afterwards.")
def add_project(name: str, project: str, by: str | None) -> None:
    """Let the organization NAME own PROJECT."""
    with request() as made:
        organization = _organization(made, name)
        found = project_named(made.db, project)
        if found is None:
            raise fail(f"There is no project named {project!r}.")
        actor = SYSTEM if by is None else Actor(user=find_user(made, by))
        try:
            made.service(OwnershipService).give(found, organization, actor=actor)
        except (OwnedByOrganization, NotAnOwner) as error:
            raise fail(f"Nothing was changed: {error}.") from error
        except OrganizationError as error:
            raise fail(_sentence(error)) from error
        sentence = f"{found.name} belongs to {organization.name}."
    click.echo(sentence, err=True)


@organizations.command()
@click.argument("name")
@click.argument("new")
def rename(name: str, new: str) -> None:
    """Call the organization NAME by the name NEW; the old one leads there."""
    with request() as made:
        organization = _organization(made, name)
        try:
            made.service(OrganizationService).rename(organization, new, actor=SYSTEM)
        except OrganizationError as error:
            raise fail(_sentence(error)) from error
    click.echo(f"{name} is {new} now.", err=True)


@organizations.command()
@click.argument("name")
def deactivate(name: str) -> None:
    """Take the page of an organization from view, and close its projects for uploads."""
    with request() as made:
        organization = _organization(made, name)
        try:
            made.service(OrganizationService).deactivate(organization, actor=SYSTEM)
        except OrganizationError as error:
            raise fail(_sentence(error)) from error
        sentence = f"{organization.name} is not active any more."
    click.echo(sentence, err=True)


@organizations.command("grant-namespace")
@click.argument("name")
@click.argument("namespace")
def grant_namespace(name: str, namespace: str) -> None:
    """Keep new names in NAMESPACE for the organization NAME (PEP 752)."""
    with request() as made:
        organization = _organization(made, name)
        try:
            made.service(NamespaceService).grant(organization, namespace, actor=SYSTEM)
        except NamespaceError as error:
            raise fail(str(error)) from error
        except OrganizationError as error:
            raise fail(_sentence(error)) from error
        sentence = f"New projects in {namespace} are for {organization.name} alone."
    click.echo(sentence, err=True)


@organizations.command("remove-namespace")
@click.argument("name")
@click.argument("namespace")
def remove_namespace(name: str, namespace: str) -> None:
    """Take NAMESPACE back from the organization NAME; its projects stay."""
    with request() as made:
        organization = _organization(made, name)
        try:
            made.service(NamespaceService).remove(organization, namespace, actor=SYSTEM)
        except NamespaceError as error:
            raise fail(str(error)) from error
        sentence = f"{organization.name} has no namespace {namespace} any more."
    click.echo(sentence, err=True)


def _organization(made: Request, name: str) -> Organization:
    organization = organization_named(made.db, name)
    if organization is None:
        raise fail(f"There is no organization named {name!r}.")
    return organization


def _sentence(error: OrganizationError) -> str:
    match error:
        case NameInvalid():
            return (
                f"{error.name!r} cannot be the name of an organization: use up to 50 "
                "letters, digits and inner dots, hyphens and underscores."
            )
        case OrganizationNameUnavailable():
            return f"{error.name!r} is, or once was, the name of an organization."
        case LinkInvalid():
            return f"{error.url!r} does not lead to the web: begin with https://."
        case OrganizationInactive():
            return f"Nothing was changed: {error.name} is not active."
    return str(error)

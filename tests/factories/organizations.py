"""Organizations, as the service makes them."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from warehouse.accounts.models import User
from warehouse.namespaces.services import NamespaceService
from warehouse.organizations.models import (
    Organization,
    OrganizationType,
    Team,
    TeamRole,
)
from warehouse.organizations.services import OrganizationService, Profile, TeamService
from warehouse.packaging.models import OrganizationProject, Project, TeamProjectRole
from warehouse.security import SYSTEM

_numbers = count(1)


def make_organization(
    db: Session,
    name: str | None = None,
    *,
    owner: User | None = None,
    projects: tuple[Project, ...] = (),
    **said: Any,
) -> Organization:
    """A committed, active organization that owns `projects`."""
    name = name or f"organization-{next(_numbers)}"
    values = {
        "display_name": name.title(),
        "orgtype": OrganizationType.COMMUNITY,
        "link_url": "https://example.com/",
        **said,
    }
    service = OrganizationService(db, lambda signal: None)
    organization = service.create(
        name, Profile(**values), owner=owner or make_user(db), actor=SYSTEM
    )
    for project in projects:
        db.add(OrganizationProject(organization=organization, project=project))
    db.commit()
    return organization


def give_team(
    db: Session,
    organization: Organization,
    member: User,
    name: str,
    *,
    projects: tuple[Project, ...] = (),
) -> Team:
    """A committed team of one, that maintains `projects`."""
    service = TeamService(db, lambda signal: None)
    team = service.create(organization, name, actor=SYSTEM)
    db.add(TeamRole(team=team, user=member))
    for project in projects:
        db.add(TeamProjectRole(team=team, project=project, role_name="Maintainer"))
    db.commit()
    return team


def give_namespace(db: Session, organization: Organization, name: str) -> None:
    """A committed grant of a name and of all that begin with it and a hyphen."""
    service = NamespaceService(db, lambda signal: None, deepest=2)
    service.grant(organization, name, actor=SYSTEM)
    db.commit()

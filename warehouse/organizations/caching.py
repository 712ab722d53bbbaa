"""Surrogate keys of organizations, `org/<name>`, and what purges them."""

from collections.abc import Iterator

from packaging.utils import canonicalize_name
from sqlalchemy import inspect

from warehouse.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationName,
    OrganizationRole,
    Team,
    TeamRole,
)
from warehouse.purges import PurgeRule


def organization_key(name: str) -> str:
    """Return the key of what shows the organization of this name, in any spelling."""
    return f"org/{canonicalize_name(name)}"


def _of_organization(row: Organization) -> Iterator[str]:
    """Yield the keys of its present name and of the one before."""
    yield organization_key(row.name)
    yield from map(organization_key, inspect(row).attrs.name.history.deleted)


def _of_name(row: OrganizationName) -> Iterator[str]:
    yield organization_key(row.normalized_name)


def _of_domain(row: OrganizationDomain) -> Iterator[str]:
    yield organization_key(row.organization.name)


def _of_member(row: OrganizationRole | Team) -> Iterator[str]:
    yield organization_key(row.organization.name)


def _of_place(row: TeamRole) -> Iterator[str]:
    yield organization_key(row.team.organization.name)


PURGES = (
    PurgeRule(Organization, _of_organization),
    PurgeRule(OrganizationName, _of_name),
    PurgeRule(OrganizationDomain, _of_domain),
    PurgeRule(OrganizationRole, _of_member),
    PurgeRule(Team, _of_member),
    PurgeRule(TeamRole, _of_place),
)

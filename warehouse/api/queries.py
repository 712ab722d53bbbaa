"""The facts that the legacy JSON documents show of a release, read by one statement.

Which rows there are is said by the domains; here they are packed into arrays.
"""

from typing import Any, NamedTuple

from sqlalchemy import Label, ScalarSelect, Select, func
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization
from warehouse.packaging import queries
from warehouse.packaging.models import Project, Release, ReleaseURL, Role
from warehouse.vulnerabilities.models import Vulnerability
from warehouse.vulnerabilities.queries import (
    findings,
    select_found,
    select_vulnerabilities,
)


class ReleaseFacts(NamedTuple):
    """The facts of a release in other tables than its own and that of its files."""

    classifiers: list[str]
    links: list[tuple[str, str]]
    requires_dist: list[str]
    roles: list[dict[str, str]]
    organizations: list[str]
    namespaces: list[dict[str, Any]]
    vulnerabilities: list[dict[str, Any]]


def best_release_with_facts(
    db: Session, project: Project
) -> tuple[Release, ReleaseFacts] | None:
    """Return the release that `project` is shown by, and its facts; None without one."""
    if project.is_quarantined:
        return None
    query = queries.select_best_release(project).add_columns(*_facts(project))
    row = db.execute(query).one_or_none()
    return None if row is None else (row[0], ReleaseFacts(*row[1:]))


def facts_of(db: Session, release: Release) -> ReleaseFacts | None:
    """Return the facts of a release, or None if it was deleted meanwhile."""
    query = queries.select_release(release).with_only_columns(*_facts(release.project))
    row = db.execute(query).one_or_none()
    return None if row is None else ReleaseFacts(*row)


def vulnerabilities_elsewhere(db: Session, name: str, version: str) -> list[dict[str, Any]]:
    """Return what is said of a release that is not ours, by its normalised name."""
    found = findings(db, {name: [version]})
    if not found:
        return []
    return list(db.scalars(select_found(found).with_only_columns(_vulnerability())))


def _facts(project: Project) -> tuple[Label[Any], ...]:
    """Return an array for each field of `ReleaseFacts`, of the release that is selected."""
    links = func.json_build_array(ReleaseURL.name, ReleaseURL.url)
    roles = func.json_build_object("role", Role.role_name, "user", User.username)
    organizations = queries.select_organization(Release.project_id)
    spaces = queries.select_namespaces(project.name, Release.project_id)
    pairs = (each for column in spaces.selected_columns for each in (column.name, column))
    found: tuple[Select[Any], ...] = (
        queries.select_classifiers(Release.id),
        queries.select_urls(Release.id).with_only_columns(links),
        queries.select_requirements(Release.id),
        queries.select_people(Release.project_id).with_only_columns(roles),
        organizations.with_only_columns(Organization.name),
        spaces.with_only_columns(func.json_build_object(*pairs)),
        select_vulnerabilities(Release.id).with_only_columns(_vulnerability()),
    )
    return tuple(
        _array(each).label(name)
        for name, each in zip(ReleaseFacts._fields, found, strict=True)
    )


def _vulnerability() -> Any:
    names = ("aliases", "details", "fixed_in", "id", "link", "source", "summary")
    pairs = [each for name in names for each in (name, getattr(Vulnerability, name))]
    withdrawn = func.to_char(Vulnerability.withdrawn, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    return func.json_build_object(*pairs, "withdrawn", withdrawn)


def _array(rows: Select[Any]) -> Any:
    # Correlated with the release alone: other tables are those of the rows themselves.
    inner: ScalarSelect[Any] = rows.correlate(Release).scalar_subquery()
    return func.array(inner)

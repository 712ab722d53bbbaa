"""What the legacy JSON documents say of a release, found by one statement."""

from typing import Any, NamedTuple

from sqlalchemy import Label, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.organizations.models import Organization, OrganizationProject
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    Project,
    Release,
    ReleaseURL,
    Role,
)
from warehouse.packaging.models.release import release_classifiers
from warehouse.packaging.queries import best_id
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities

_links = release_vulnerabilities.c


class Facts(NamedTuple):
    """What stands in other tables than the release and its files."""

    classifiers: list[str]
    links: list[tuple[str, str]]
    requires_dist: list[str]
    roles: list[dict[str, str]]
    organizations: list[str]
    vulnerabilities: list[dict[str, Any]]


def best_release(db: Session, project: Project) -> tuple[Release, Facts] | None:
    """The release `project` is shown by; None if there is none to be seen."""
    if project.is_quarantined:
        return None
    row = db.execute(
        select(Release, *_facts())
        .where(Release.id == best_id(project).scalar_subquery())
        .options(joinedload(Release.description))
    ).one_or_none()
    return None if row is None else (row[0], Facts(*row[1:]))


def facts_of(db: Session, release: Release) -> Facts | None:
    """Those of a release that has been read; None if it was deleted meanwhile."""
    query = select(*_facts()).where(Release.id == release.id)
    row = db.execute(query).one_or_none()
    return None if row is None else Facts(*row)


def _facts() -> tuple[Label[Any], ...]:
    """In the order of `Facts`, each as one array."""
    classifiers = (
        select(Classifier.classifier)
        .join(release_classifiers, release_classifiers.c.trove_id == Classifier.id)
        .where(release_classifiers.c.release_id == Release.id)
        .order_by(Classifier.ordering.nulls_last(), Classifier.classifier)
    )
    links = select(func.json_build_array(ReleaseURL.name, ReleaseURL.url)).where(
        ReleaseURL.release_id == Release.id
    )
    requires_dist = select(Dependency.specifier).where(
        Dependency.release_id == Release.id,
        Dependency.kind == DependencyKind.REQUIRES_DIST,
    )
    roles = (
        select(func.json_build_object("role", Role.role_name, "user", User.username))
        .join(User, User.id == Role.user_id)
        .where(Role.project_id == Release.project_id)
    )
    organizations = (
        select(Organization.name)
        .join(OrganizationProject, OrganizationProject.organization_id == Organization.id)
        .where(OrganizationProject.project_id == Release.project_id)
    )
    found = (
        *(classifiers, links, requires_dist, roles, organizations),
        _vulnerabilities(),
    )
    return tuple(
        _array(each).label(name) for name, each in zip(Facts._fields, found, strict=True)
    )


def _vulnerabilities() -> Select[Any]:
    found = Vulnerability
    withdrawn = func.to_char(found.withdrawn, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    names = ("aliases", "details", "fixed_in", "id", "link", "source", "summary")
    pairs = [each for name in names for each in (name, getattr(found, name))]
    return (
        select(func.json_build_object(*pairs, "withdrawn", withdrawn))
        .join(
            release_vulnerabilities,
            (_links.vulnerability_source == found.source)
            & (_links.vulnerability_id == found.id),
        )
        .where(_links.release_id == Release.id)
        .order_by(found.source, found.id)
    )


def _array(rows: Select[Any]) -> Any:
    # Correlated with the release alone: other tables are those of the rows themselves.
    inner: ScalarSelect[Any] = rows.correlate(Release).scalar_subquery()
    return func.array(inner)

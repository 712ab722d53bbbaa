"""What public pages show: columns, and as few statements as there are kinds of things.

What hangs on a release comes in one row, each kind as a JSON list: the page of a project
takes four statements however much it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, select, text
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.organizations.models import Organization, OrganizationProject
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    File,
    LifecycleStatus,
    Project,
    ProjectRequirement,
    Release,
    ReleaseURL,
    Role,
    release_classifiers,
)
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities

_HIDDEN = LifecycleStatus.QUARANTINE_ENTER
_NAME = r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)"
_LINKS = release_vulnerabilities.c
MOST_DEPENDENTS = 24
"""How many dependents a page names; a page of their own has the others."""

COUNTED_TO = 10_000
"""Beyond this many dependents are not counted."""


@dataclass(frozen=True)
class Details:
    """What hangs on a release, and who is behind its project."""

    classifiers: list[str]
    urls: list[dict[str, Any]]
    requirements: list[tuple[str, str | None]]
    """Each as it is written, and the project here that it means."""
    files: list[dict[str, Any]]
    vulnerabilities: list[dict[str, Any]]
    people: list[dict[str, Any]]
    organizations: list[dict[str, Any]]
    dependents: list[str]
    dependents_count: int


def details_of(db: Session, project: Project, release: Release) -> Details:
    """Everything that the page of `release` shows beside itself, in one statement."""
    row = db.execute(
        select(
            _list_of(_classifiers(release)),
            _list_of(_urls(release)),
            _list_of(_requirements(release)),
            _list_of(_files(release)),
            _list_of(_vulnerabilities(release)),
            _list_of(_people(project)),
            _list_of(_organizations(project)),
            _list_of(_dependents(project).limit(MOST_DEPENDENTS)),
            _count_of_dependents(project),
        )
    ).one()
    classifiers, urls, requirements, files, vulnerabilities, *rest = row
    people, organizations, dependents, count = rest
    for file in files:
        file["upload_time"] = datetime.fromisoformat(file["upload_time"])
    return Details(
        classifiers=[each["classifier"] for each in classifiers],
        urls=urls,
        requirements=[(each["specifier"], each["name"]) for each in requirements],
        files=files,
        vulnerabilities=vulnerabilities,
        people=sorted(
            people, key=lambda each: (each["role_name"] != "Owner", each["username"])
        ),
        organizations=organizations,
        dependents=[each["name"] for each in dependents],
        dependents_count=count,
    )


def history_of(db: Session, project: Project) -> Sequence[Any]:
    """Every release that may be seen, newest version first."""
    return db.execute(
        select(
            Release.version,
            Release.created,
            Release.is_prerelease,
            Release.yanked,
            Release.yanked_reason,
        )
        .where(Release.project_id == project.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Release.ordering.desc().nulls_last(), Release.created.desc())
    ).all()


def dependents_of(
    db: Session, project: Project, *, after: str, limit: int
) -> Sequence[Any]:
    """The projects that require `project`, by name, from the one after `after` on."""
    return db.execute(
        _dependents(project).where(ProjectRequirement.dependent > after).limit(limit)
    ).all()


def newest_projects(db: Session, *, limit: int) -> Sequence[Any]:
    """The projects made last, each with what its newest release says that it is."""
    newest = (
        select(Project.id, Project.name, Project.created)
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .where(select(Release.id).where(Release.project_id == Project.id).exists())
        .order_by(Project.created.desc().nulls_last())
        .limit(limit)
        .subquery()
    )
    last = (
        select(Release.version, Release.summary)
        .where(Release.project_id == newest.c.id)
        .order_by(Release.ordering.desc().nulls_last())
        .limit(1)
        .lateral()
    )
    return db.execute(
        select(newest.c.name, newest.c.created, last.c.version, last.c.summary)
        .join(last, text("true"))
        .order_by(newest.c.created.desc().nulls_last())
    ).all()


def projects_of_person(db: Session, user: User) -> Sequence[Any]:
    """The projects that a person has a role in, those with the newest release first."""
    query = _listed(Role, Role.role_name != "Owner")
    return db.execute(query.where(Role.user_id == user.id)).all()


def projects_of_organization(db: Session, organization: Organization) -> Sequence[Any]:
    """The projects of an organization, those with the newest release first."""
    query = _listed(OrganizationProject, false())
    return db.execute(
        query.where(OrganizationProject.organization_id == organization.id)
    ).all()


def _listed(
    belonging: type[Role | OrganizationProject], is_maintainer: ColumnElement[bool]
) -> Select[Any]:
    """What a profile shows of the projects that it has, each with its last release."""
    last = (
        select(Release.version, Release.summary, Release.created)
        .where(Release.project_id == Project.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Release.created.desc())
        .limit(1)
        .lateral()
    )
    return (
        select(
            Project.name,
            Project.lifecycle_status,
            last.c.version,
            last.c.summary,
            last.c.created,
            is_maintainer.label("is_maintainer"),
        )
        .join(belonging, belonging.project_id == Project.id)
        .outerjoin(last, text("true"))
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(last.c.created.desc().nulls_last(), Project.normalized_name)
    )


def _list_of(rows: Any) -> ScalarSelect[Any]:
    """The rows as one JSON list of objects, in their order."""
    each = rows.subquery()
    return select(
        func.coalesce(func.json_agg(each.table_valued()), text("'[]'::json"))
    ).scalar_subquery()


def _classifiers(release: Release) -> Any:
    return (
        select(Classifier.classifier)
        .join(release_classifiers, release_classifiers.c.trove_id == Classifier.id)
        .where(release_classifiers.c.release_id == release.id)
        .order_by(Classifier.ordering.nulls_last(), Classifier.classifier)
    )


def _urls(release: Release) -> Any:
    return select(ReleaseURL.name, ReleaseURL.url, ReleaseURL.verified).where(
        ReleaseURL.release_id == release.id
    )


def _requirements(release: Release) -> Any:
    """Each with the name of the project here that it means, where there is one."""
    wanted = func.normalize_pep426_name(func.substring(Dependency.specifier, _NAME))
    return (
        select(Dependency.specifier, Project.name)
        .outerjoin(Project, Project.normalized_name == func.rtrim(wanted, "-"))
        .where(Dependency.release_id == release.id)
        .where(Dependency.kind == DependencyKind.REQUIRES_DIST)
        .order_by(Dependency.specifier)
    )


def _files(release: Release) -> Any:
    return select(
        File.filename,
        File.path,
        File.packagetype,
        File.python_version,
        File.size,
        File.upload_time,
        File.uploaded_via,
        File.md5_digest,
        File.sha256_digest,
        File.blake2_256_digest,
        File.metadata_file_sha256_digest,
    ).where(File.release_id == release.id)


def _vulnerabilities(release: Release) -> Any:
    return (
        select(
            Vulnerability.id,
            Vulnerability.source,
            Vulnerability.link,
            Vulnerability.aliases,
            Vulnerability.summary,
            Vulnerability.details,
            Vulnerability.fixed_in,
            Vulnerability.withdrawn,
        )
        .join(
            release_vulnerabilities,
            (_LINKS.vulnerability_source == Vulnerability.source)
            & (_LINKS.vulnerability_id == Vulnerability.id),
        )
        .where(_LINKS.release_id == release.id)
        .order_by(Vulnerability.source, Vulnerability.id)
    )


def _people(project: Project) -> Any:
    return (
        select(Role.role_name, User.username, User.name)
        .join(User, User.id == Role.user_id)
        .where(Role.project_id == project.id)
    )


def _organizations(project: Project) -> Any:
    """The one that the project belongs to, if it does."""
    return (
        select(Organization.name, Organization.display_name, Organization.is_active)
        .join(OrganizationProject, OrganizationProject.organization_id == Organization.id)
        .where(OrganizationProject.project_id == project.id)
    )


def _dependents(project: Project) -> Any:
    return (
        select(Project.name, ProjectRequirement.dependent, ProjectRequirement.is_optional)
        .join(Project, Project.id == ProjectRequirement.project_id)
        .where(ProjectRequirement.name == project.normalized_name)
        .order_by(ProjectRequirement.dependent)
    )


def _count_of_dependents(project: Project) -> ScalarSelect[Any]:
    some = (
        select(ProjectRequirement.dependent)
        .where(ProjectRequirement.name == project.normalized_name)
        .limit(COUNTED_TO + 1)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()

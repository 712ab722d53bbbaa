"""What public pages show: columns, and as few statements as there are kinds of things.

What hangs on a release comes in one row, each kind as a JSON list: the page of a project
takes four statements however much it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Exists,
    ScalarSelect,
    Select,
    case,
    false,
    func,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.expression import SQLColumnExpression

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.organizations.models import Organization, OrganizationProject
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    File,
    LifecycleStatus,
    PackageType,
    Project,
    ProjectRequirement,
    Release,
    ReleaseURL,
    Role,
    release_classifiers,
)
from warehouse.packaging.queries import best_first
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities

_HIDDEN = LifecycleStatus.QUARANTINE_ENTER
_NAME = r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)"
_LINKS = release_vulnerabilities.c
_SHOWN = aliased(Release, name="shown")
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
            _can_be_installed().label("can_be_installed"),
        )
        .where(Release.project_id == project.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Release.ordering.desc().nulls_last(), Release.created.desc())
    ).all()


def _can_be_installed() -> Exists:
    """Whether installers may find something in it: a file that they read and we hold."""
    return (
        select(File.id)
        .where(File.release_id == Release.id)
        .where(File.packagetype.in_((PackageType.SDIST, PackageType.BDIST_WHEEL)))
        .where(File.sha256_digest.is_not(None))
        .exists()
    )


def dependents_of(
    db: Session, project: Project, *, after: str, limit: int
) -> Sequence[Any]:
    """The projects that require `project`, by name, from the one after `after` on."""
    return db.execute(
        _dependents(project).where(ProjectRequirement.dependent > after).limit(limit)
    ).all()


def newest_projects(db: Session, *, limit: int) -> Sequence[Any]:
    """The projects made last, each with the release that it is shown by."""
    shown = _shown_of(Project.id).lateral()
    return db.execute(
        select(Project.name, Project.created, *_said_by(shown))
        .join(shown, true())
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Project.created.desc().nulls_last())
        .limit(limit)
    ).all()


def updated_projects(db: Session, *, limit: int) -> Sequence[Any]:
    """The projects whose shown release is newest, each once; yanked releases are none.

    From the newest release on, each is looked at until there are enough: a database that
    knew how few releases are the shown ones would read all of them.
    """
    return db.execute(
        select(
            Project.name,
            Release.created,
            Release.version,
            Release.is_prerelease,
            Release.summary,
        )
        .join(Release, Release.project_id == Project.id)
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .where(~Release.yanked)
        .where(case((_has_better(), false()), else_=true()))
        .order_by(Release.created.desc())
        .limit(limit)
    ).all()


def _has_better() -> ColumnElement[bool]:
    """Whether its project is shown by another release, found with as few rows as can be."""
    others = (
        select(_SHOWN.id)
        .where(_SHOWN.project_id == Release.project_id)
        .where(_SHOWN.lifecycle_status.is_distinct_from(_HIDDEN))
        .where(~_SHOWN.yanked)
    )
    newer = others.where(
        _SHOWN.ordering > Release.ordering, _SHOWN.is_prerelease <= Release.is_prerelease
    )
    final = others.where(~_SHOWN.is_prerelease).limit(1).scalar_subquery()
    return newer.exists() | (Release.is_prerelease & final.is_not(None))


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
    """What a profile shows of the projects that it has, each with its shown release."""
    shown = _shown_of(Project.id).lateral()
    return (
        select(
            Project.name,
            Project.lifecycle_status,
            shown.c.created,
            *_said_by(shown),
            is_maintainer.label("is_maintainer"),
        )
        .join(belonging, belonging.project_id == Project.id)
        .outerjoin(shown, true())
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(shown.c.created.desc().nulls_last(), Project.normalized_name)
    )


def _shown_of(project_id: SQLColumnExpression[UUID]) -> Select[*tuple[Any, ...]]:
    """The release that a project is shown by, in lists as on its page."""
    return (
        select(_SHOWN.version, _SHOWN.is_prerelease, _SHOWN.summary, _SHOWN.created)
        .where(_SHOWN.project_id == project_id)
        .where(_SHOWN.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(*best_first(_SHOWN))
        .limit(1)
    )


def _said_by(shown: Any) -> tuple[ColumnElement[Any], ...]:
    return shown.c.version, shown.c.is_prerelease, shown.c.summary


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

"""Surrogate keys of packaging, and the purges that changes of its rows make.

`project/<normalised name>` is everything that shows one project, `name/<normalised name>`
what says whether there is one, `all-projects` what shows many, `all-serials` what shows how
far each is, `statistics` what adds them up. A purge too many is noise, one too few a bug.

What is private is in no stored answer, so changes of it purge nothing: a purge would tell
every process that the name is there.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from warehouse.accounts.caching import user_key
from warehouse.accounts.models import User
from warehouse.organizations.caching import organization_key
from warehouse.organizations.models import Organization
from warehouse.packaging.models import (
    Dependency,
    File,
    JournalEntry,
    OrganizationProject,
    Project,
    ProjectRequirement,
    Provenance,
    Release,
    ReleaseURL,
    Role,
)
from warehouse.packaging.models.privacy import is_public
from warehouse.packaging.names import normalize
from warehouse.packaging.queries import organization_of, projects_of
from warehouse.purges import PurgeRule

PROJECT_KEY = "project/"
NAME_KEY = "name/"
ALL_PROJECTS = "all-projects"
ALL_SERIALS = "all-serials"
STATISTICS = "statistics"


def project_key(name: str) -> str:
    """Return the key of everything that shows the project of this name, in any spelling."""
    return PROJECT_KEY + normalize(name)


def spelled_key(key: str) -> str:
    """Return a key as it is stored, of one that a person has written."""
    spellings = {"project": project_key, "user": user_key}
    kind, slash, name = key.partition("/")
    return spellings[kind](name) if slash and name and kind in spellings else key


def name_key(name: str) -> str:
    """Return the key of answers that depend on whether a project has this name."""
    return NAME_KEY + normalize(name)


def _of_name(row: Project) -> Iterator[str]:
    if not row.is_private:
        yield name_key(row.name)


def _of_project(row: Project) -> Iterator[str]:
    if not row.is_private:
        yield from _keys_of(row)
        yield ALL_SERIALS
        yield STATISTICS


def _of_role(row: Role) -> Iterator[str]:
    if not row.project.is_private:
        yield project_key(row.project.name)
        yield user_key(row.user.username)


def _of_release(row: Release) -> Iterator[str]:
    if not row.project.is_private:
        yield from _keys_of(row.project)


def _keys_of(project: Project) -> Iterator[str]:
    yield project_key(project.name)
    yield ALL_PROJECTS


def _of_part(row: ReleaseURL | Dependency) -> Iterator[str]:
    if not row.release.project.is_private:
        yield project_key(row.release.project.name)


def _of_file(row: File) -> Iterator[str]:
    if not row.release.project.is_private:
        yield project_key(row.release.project.name)
        yield STATISTICS


def _of_provenance(row: Provenance) -> Iterator[str]:
    if not row.file.release.project.is_private:
        yield project_key(row.file.release.project.name)


def _of_requirement(row: ProjectRequirement) -> Iterator[str]:
    """Yield the page of the project that is required, which names its dependents."""
    yield project_key(row.name)


def _of_entry(row: JournalEntry) -> Iterator[str]:
    if not row.is_private:
        yield project_key(row.name)
        yield ALL_SERIALS


def _of_person(row: User) -> Iterator[str]:
    """Yield the pages that name a person; a new account is named on none."""
    db = object_session(row)
    if db is None or row in db.new:
        return
    with db.no_autoflush:
        for project in projects_of(db, row.id):
            if not project.is_private:
                yield project_key(project.name)


def _of_belonging(row: OrganizationProject) -> Iterator[str]:
    if not row.project.is_private:
        yield project_key(row.project.name)
        yield organization_key(row.organization.name)


def _of_organization(row: Organization) -> Iterator[str]:
    """Yield the pages that name a project's owner; a new organization has none."""
    db = object_session(row)
    if db is None or row in db.new:
        return
    owned = (
        select(Project.name)
        .join(OrganizationProject, OrganizationProject.project_id == Project.id)
        .where(OrganizationProject.organization_id == row.id, is_public(Project))
    )
    with db.no_autoflush:
        yield from map(project_key, db.scalars(owned))


def _of_status(row: Project) -> Iterator[str]:
    """Yield the profiles that leave the project out while it is in quarantine."""
    db = object_session(row)
    if db is None or row in db.new or row.is_private:
        return
    yield from _lists_of(db, row)


def _lists_of(db: Session, row: Project) -> Iterator[str]:
    people = select(User.username).join(Role).where(Role.project_id == row.id)
    with db.no_autoflush:
        yield from map(user_key, db.scalars(people))
        organization = organization_of(db, row.id)
    if organization is not None:
        yield organization_key(organization.name)


def keys_of_restored(project: Project) -> Iterator[str]:
    """Yield every key of a project whose rows came back past the session."""
    yield from _of_name(project)
    yield from _of_project(project)
    yield from _of_status(project)


def keys_of_hidden(db: Session, project: Project) -> Iterator[str]:
    """Yield every key of a project that was public until now."""
    yield name_key(project.name)
    yield from _keys_of(project)
    yield ALL_SERIALS
    yield STATISTICS
    yield from _lists_of(db, project)


PURGES = (
    PurgeRule(Project, _of_project),
    PurgeRule(Project, _of_name, when=frozenset({"name", "is_private"})),
    PurgeRule(Project, _of_status, when=frozenset({"lifecycle_status", "is_private"})),
    PurgeRule(Role, _of_role),
    PurgeRule(Release, _of_release),
    PurgeRule(ReleaseURL, _of_part),
    PurgeRule(Dependency, _of_part),
    PurgeRule(File, _of_file),
    PurgeRule(Provenance, _of_provenance),
    PurgeRule(ProjectRequirement, _of_requirement),
    PurgeRule(JournalEntry, _of_entry),
    PurgeRule(User, _of_person, when=frozenset({"username"})),
    PurgeRule(OrganizationProject, _of_belonging),
    PurgeRule(
        Organization,
        _of_organization,
        when=frozenset({"name", "display_name", "is_active"}),
    ),
)

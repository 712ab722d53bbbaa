"""The rows that the page of a release shows beside it, in one statement.

Which rows there are is said by the domains; here each kind of them is packed into a JSON
list, so that a page takes four statements however much it shows.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select, text
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization
from warehouse.packaging import queries
from warehouse.packaging.models import File, Project, Provenance, Release, ReleaseURL, Role
from warehouse.pages.requirements import MOST
from warehouse.pages.vulnerabilities import shown
from warehouse.vulnerabilities.queries import select_vulnerabilities

MOST_DEPENDENTS = 24
"""How many dependents a page names; a page of their own has the others."""


@dataclass(frozen=True)
class Details:
    """The rows that belong to a release, and those who are behind its project."""

    classifiers: list[str]
    urls: list[dict[str, Any]]
    requirements: list[tuple[str, str | None]]
    """Each as it is written, with the project here that it names."""
    files: list[dict[str, Any]]
    vulnerabilities: list[dict[str, Any]]
    people: list[dict[str, Any]]
    organizations: list[dict[str, Any]]
    namespaces: list[str]
    """Those of its organization that cover its name, the widest first (PEP 752)."""
    dependents: list[str]
    dependents_count: int
    sources_before: list[tuple[str, str | None]]
    """Of the release before: its version, and what its files were made from."""


def details_of(db: Session, project: Project, release: Release) -> Details:
    """Return everything that the page of `release` shows beside it, in one statement."""
    row = db.execute(
        select(
            _list_of(queries.select_classifiers(release.id)),
            _list_of(_urls(release)),
            _list_of(queries.select_resolved_requirements(release.id).limit(MOST)),
            _list_of(_files(release)),
            _list_of(_vulnerabilities(release)),
            _list_of(_people(project)),
            _list_of(_organizations(project)),
            _list_of(queries.select_namespaces(project.name, project.id)),
            _list_of(queries.select_dependents(project).limit(MOST_DEPENDENTS)),
            queries.count_dependents(project),
            _list_of(queries.select_sources_before(release)),
        )
    ).one()
    classifiers, urls, requirements, files, vulnerabilities, *rest = row
    people, organizations, namespaces, dependents, count, before = rest
    for file in files:
        file["upload_time"] = datetime.fromisoformat(file["upload_time"])
        if file["verified_at"] is not None:
            file["verified_at"] = datetime.fromisoformat(file["verified_at"])
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
        namespaces=[each["name"] for each in namespaces if each["owned"]],
        dependents=[each["name"] for each in dependents],
        dependents_count=count,
        sources_before=[(each["version"], each["repository"]) for each in before],
    )


def _list_of(rows: Select[*tuple[Any, ...]]) -> ScalarSelect[Any]:
    """Return the rows as one JSON list of objects, in their order."""
    each = rows.subquery()
    return select(
        func.coalesce(func.json_agg(each.table_valued()), text("'[]'::json"))
    ).scalar_subquery()


def _urls(release: Release) -> Any:
    return queries.select_urls(release.id).with_only_columns(
        ReleaseURL.name, ReleaseURL.url, ReleaseURL.verified
    )


def _files(release: Release) -> Any:
    return queries.select_files(release).with_only_columns(
        File.filename,
        File.path,
        File.packagetype,
        File.python_version,
        File.size,
        File.upload_time,
        File.uploaded_via,
        File.yanked,
        File.yanked_reason,
        File.md5_digest,
        File.sha256_digest,
        File.blake2_256_digest,
        File.metadata_file_sha256_digest,
        Provenance.facts,
        Provenance.verified_at,
        Provenance.problem,
    )


def _vulnerabilities(release: Release) -> Any:
    return shown(select_vulnerabilities(release.id))


def _people(project: Project) -> Any:
    return queries.select_people(project.id).with_only_columns(
        Role.role_name, User.username, User.name
    )


def _organizations(project: Project) -> Any:
    return queries.select_organization(project.id).with_only_columns(
        Organization.name, Organization.display_name, Organization.is_active
    )

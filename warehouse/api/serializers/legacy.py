"""The legacy JSON documents of a project and of a release."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.api.serializers.wire import dump, utc
from warehouse.packaging.links import project_urls
from warehouse.packaging.models import DependencyKind, Project, Release, Role
from warehouse.vulnerabilities.models import Vulnerability

_NOT_COUNTED = {"last_day": -1, "last_month": -1, "last_week": -1}


@dataclass(frozen=True)
class URLs:
    """How to make the URLs a document holds."""

    file: Callable[[str], str]
    project: str
    release: str


@dataclass(frozen=True)
class About:
    """What both documents say of a release beside itself and its files."""

    roles: Sequence[Role]
    vulnerabilities: Sequence[Vulnerability]
    urls: URLs


def project_document(
    project: Project, release: Release, files: Sequence[Any], about: About
) -> bytes:
    """The document with all releases; `files` has a row for each file and release."""
    document = _document(project, release, _of(release, files), about)
    releases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in files:
        listed = releases[row.version]
        if row.filename is not None:
            listed.append(_file(row, about.urls.file))
    document["releases"] = releases
    return dump(document)


def release_document(
    project: Project, release: Release, files: Sequence[Any], about: About
) -> bytes:
    """The document of one release, which names no others; `files` are its own."""
    return dump(_document(project, release, files, about))


def _of(release: Release, files: Iterable[Any]) -> list[Any]:
    return [
        row for row in files if row.version == release.version and row.filename is not None
    ]


def _document(
    project: Project, release: Release, files: Sequence[Any], about: About
) -> dict[str, Any]:
    return {
        "info": _info(project, release, about.urls),
        "last_serial": project.last_serial,
        "ownership": {
            "organization": None,
            "roles": [
                {"role": role.role_name, "user": role.user.username} for role in about.roles
            ],
        },
        "urls": [_file(row, about.urls.file) for row in files],
        "vulnerabilities": list(map(_vulnerability, about.vulnerabilities)),
    }


def _info(project: Project, release: Release, urls: URLs) -> dict[str, Any]:
    requires_dist = [
        each.specifier
        for each in release.dependencies
        if each.kind is DependencyKind.REQUIRES_DIST
    ]
    return {
        "author": release.author,
        "author_email": release.author_email,
        "bugtrack_url": None,
        "classifiers": [each.classifier for each in release.classifiers],
        "description": release.description.raw,
        "description_content_type": release.description.content_type,
        "docs_url": None,
        "download_url": release.download_url,
        "downloads": _NOT_COUNTED,
        "dynamic": release.dynamic or None,
        "home_page": release.home_page,
        "keywords": release.keywords,
        "license": release.license,
        "license_expression": release.license_expression,
        "license_files": release.license_files,
        "maintainer": release.maintainer,
        "maintainer_email": release.maintainer_email,
        "name": project.name,
        "package_url": urls.project,
        "platform": release.platform,
        "project_url": urls.project,
        "project_urls": project_urls(release) or None,
        "provides_extra": release.provides_extra or None,
        "release_url": urls.release,
        "requires_dist": sorted(requires_dist) or None,
        "requires_python": release.requires_python,
        "summary": release.summary,
        "version": release.version,
        "yanked": release.yanked,
        "yanked_reason": release.yanked_reason or None,
    }


def _vulnerability(known: Vulnerability) -> dict[str, Any]:
    withdrawn = known.withdrawn
    return {
        "aliases": known.aliases,
        "details": known.details,
        "fixed_in": known.fixed_in,
        "id": known.id,
        "link": known.link,
        "source": known.source,
        "summary": known.summary,
        "withdrawn": withdrawn.strftime("%Y-%m-%dT%H:%M:%SZ") if withdrawn else None,
    }


def _file(row: Any, file_url: Callable[[str], str]) -> dict[str, Any]:
    metadata = row.metadata_file_sha256_digest
    return {
        "comment_text": row.comment_text,
        "core-metadata": {"sha256": metadata} if metadata else False,
        "digests": {
            "blake2b_256": row.blake2_256_digest or "",
            "md5": row.md5_digest,
            "sha256": row.sha256_digest or "",
        },
        "downloads": -1,
        "filename": row.filename,
        "has_sig": False,
        "md5_digest": row.md5_digest,
        "packagetype": row.packagetype.value,
        "python_version": row.python_version,
        "requires_python": row.requires_python or None,
        "size": row.size or 0,
        "upload_time": row.upload_time.strftime("%Y-%m-%dT%H:%M:%S"),
        "upload_time_iso_8601": utc(row.upload_time),
        "url": file_url(row.path),
        "yanked": row.yanked,
        "yanked_reason": row.yanked_reason or None,
    }

"""The legacy JSON documents of a project and of a release."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.api.serializers.wire import dump
from warehouse.packaging.links import merged_urls
from warehouse.packaging.models import Project, Release

_TO_THE_SECOND = len("2026-11-26T12:34:56")
_NOT_COUNTED = {"last_day": -1, "last_month": -1, "last_week": -1}


@dataclass(frozen=True)
class URLs:
    """The functions that make the URLs of a document."""

    file: Callable[[str], str]
    project: str
    release: str


@dataclass(frozen=True)
class About:
    """The values of both documents besides the release and its files.

    `facts` are those that `warehouse.api.queries` finds.
    """

    facts: Any
    urls: URLs


def project_document(
    project: Project, release: Release, files: Sequence[Any], about: About
) -> bytes:
    """Return the document of a project; `files` has a row per file and release."""
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
    """Return the document of one release; `files` are its own."""
    return dump(_document(project, release, files, about))


def _of(release: Release, files: Iterable[Any]) -> list[Any]:
    return [
        row for row in files if row.version == release.version and row.filename is not None
    ]


def _document(
    project: Project, release: Release, files: Sequence[Any], about: About
) -> dict[str, Any]:
    return {
        "info": _info(project, release, about),
        "last_serial": project.last_serial,
        "ownership": {
            "namespaces": about.facts.namespaces or None,
            "organization": next(iter(about.facts.organizations), None),
            "roles": sorted(about.facts.roles, key=_owners_first),
        },
        "urls": [_file(row, about.urls.file) for row in files],
        "vulnerabilities": about.facts.vulnerabilities,
    }


def _owners_first(role: dict[str, str]) -> tuple[bool, str]:
    """Return a key that sorts owners first, then by name in code points."""
    return role["role"] != "Owner", role["user"]


def _info(project: Project, release: Release, about: About) -> dict[str, Any]:
    facts, urls = about.facts, about.urls
    return {
        "author": release.author,
        "author_email": release.author_email,
        "bugtrack_url": None,
        "classifiers": facts.classifiers,
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
        "project_urls": merged_urls(release, facts.links) or None,
        "provides_extra": release.provides_extra or None,
        "release_url": urls.release,
        "requires_dist": sorted(facts.requires_dist) or None,
        "requires_python": release.requires_python,
        "summary": release.summary,
        "version": release.version,
        "yanked": release.yanked,
        "yanked_reason": release.yanked_reason or None,
    }


def _file(row: Any, file_url: Callable[[str], str]) -> dict[str, Any]:
    metadata, md5 = row.metadata_file_sha256_digest, row.md5_digest
    return {
        "comment_text": row.comment_text,
        "core-metadata": {"sha256": metadata} if metadata else False,
        "digests": {
            "blake2b_256": row.blake2_256_digest or "",
            "md5": md5,
            "sha256": row.sha256_digest or "",
        },
        "downloads": -1,
        "filename": row.filename,
        "has_sig": False,
        "md5_digest": md5,
        "packagetype": row.packagetype,
        "python_version": row.python_version,
        "requires_python": row.requires_python or None,
        "size": row.size or 0,
        "upload_time": _to_the_second(row.upload_time),
        "upload_time_iso_8601": row.upload_time,
        "url": file_url(row.path),
        "yanked": row.yanked,
        "yanked_reason": row.yanked_reason or None,
    }


def _to_the_second(moment: datetime | None) -> str | None:
    """Return a time without its zone; only of files of upstreams may there be none."""
    return None if moment is None else moment.isoformat()[:_TO_THE_SECOND]

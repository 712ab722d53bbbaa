"""Releases: making, ordering and deleting them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.classifiers.models import Classifier
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    Description,
    File,
    Project,
    Release,
    ReleaseURL,
)
from warehouse.packaging.publications import ReleaseMetadata
from warehouse.packaging.services.columns import (
    READ_BY_RESOLVERS,
    field_of,
    release_columns,
)
from warehouse.packaging.services.yanking import require_unfrozen
from warehouse.packaging.signals import (
    FileDeleted,
    ReleaseCompleted,
    ReleaseCreated,
    ReleaseDeleted,
    ReleaseRemoved,
)
from warehouse.packaging.verification import is_own_page, verified_addresses
from warehouse.packaging.versions import sort_key
from warehouse.security import Actor
from warehouse.signals import Announce


class ReleaseService:
    """Everything that changes a release; `site` is our address, where it is certain."""

    def __init__(self, db: Session, announce: Announce, *, site: str | None) -> None:
        self.db, self.announce, self.site = db, announce, site

    def create(
        self, project: Project, metadata: ReleaseMetadata, *, actor: Actor
    ) -> Release:
        """Create a release from metadata, and number the project's releases anew."""
        release = Release(
            project=project,
            version=metadata.version,
            description=Description(**_description(metadata)),
            uploader_id=None if actor.user is None else actor.user.id,
            uploaded_via=actor.client,
            urls=self._urls(project, metadata),
            classifiers=self._classifiers(metadata),
            dependencies=_dependencies(metadata, frozenset(DependencyKind)),
            **release_columns(metadata),
            **self._verified(project, metadata),
        )
        self.db.add(release)
        self.db.flush()
        self.order(project)
        self.announce(ReleaseCreated(release, actor))
        return release

    def date_back(self, release: Release, moment: datetime) -> None:
        """Make a release as old as a file that had been uploaded elsewhere before."""
        if moment < release.created:
            release.created = moment
            self.db.flush()

    def vouch(self, release: Release, metadata: ReleaseMetadata) -> None:
        """Mark links as verified that are now known to be; change nothing else."""
        for each in release.urls:
            same = metadata.project_urls.get(each.name) == each.url
            if same and self._is_verified(each.url, release.project, metadata):
                each.verified = True

    def complete(
        self, release: Release, metadata: ReleaseMetadata, *, actor: Actor
    ) -> None:
        """Fill what the sdist left open from `metadata`, that of the first wheel.

        That are the fields that resolvers read, and those that the sdist called dynamic
        (PEP 643), whose values are known only when a wheel has been built.
        """
        dynamic = {name.lower().replace("-", "_") for name in release.dynamic or ()}
        fields = READ_BY_RESOLVERS | dynamic
        columns = {
            **release_columns(metadata),
            **self._verified(release.project, metadata),
        }
        for name, value in columns.items():
            if field_of(name) in fields:
                setattr(release, name, value)
        if "description" in fields:
            for name, value in _description(metadata).items():
                setattr(release.description, name, value)
        self._replace_parts(release, metadata, fields)
        if any(self.db.is_modified(each) for each in (release, release.description)):
            self.announce(ReleaseCompleted(release, actor))

    def _replace_parts(
        self, release: Release, metadata: ReleaseMetadata, fields: frozenset[str]
    ) -> None:
        kinds = frozenset(kind for kind in DependencyKind if kind.name.lower() in fields)
        stale = [each for each in release.dependencies if each.kind in kinds]
        wanted = _dependencies(metadata, kinds)
        if _specifiers(wanted) != _specifiers(stale):
            self._remove(release.dependencies, stale)
            release.dependencies.extend(wanted)
        if "classifier" in fields:
            release.classifiers = self._classifiers(metadata)
        if "project_url" in fields:
            self._remove(release.urls, list(release.urls))
            release.urls.extend(self._urls(release.project, metadata))

    def _remove(self, parts: list[Any], stale: list[Any]) -> None:
        """Delete rows while they still know their release, and before others are added.

        What shows the release is purged by that, and labels of links are unique.
        """
        for each in stale:
            self.db.delete(each)
        self.db.flush()
        parts[:] = [each for each in parts if each not in stale]

    def order(self, project: Project) -> None:
        """Number the releases of `project` from the oldest version to the newest.

        Rows are locked in the order of their ids, so that two of these cannot deadlock.
        """
        found = self.db.execute(
            select(Release.id, Release.version, Release.ordering)
            .where(Release.project_id == project.id)
            .order_by(Release.id)
            .with_for_update()
        ).all()
        changed: list[dict[str, Any]] = [
            {"id": id_, "ordering": place}
            for place, (id_, _, ordering) in enumerate(
                sorted(found, key=lambda row: (sort_key(row[1]), row[1]))
            )
            if ordering != place
        ]
        if changed:
            self.db.execute(update(Release), changed)

    def delete(self, release: Release, *, actor: Actor) -> None:
        """Delete `release` and its files, whose names stay used."""
        require_unfrozen(release)
        self.announce(ReleaseDeleted(release, actor))
        self.db.delete(release)
        self.db.flush()

    def remove(self, release: Release, *, reason: str, actor: Actor) -> None:
        """Delete `release` for staff, who may do so while it is in quarantine."""
        self.announce(ReleaseRemoved(release, actor, reason))
        self.db.delete(release)
        self.db.flush()

    def delete_file(self, file: File, *, actor: Actor) -> None:
        """Delete `file`, whose name stays used; its release remains."""
        require_unfrozen(file.release)
        self.announce(FileDeleted(file.release, actor, file))
        self.db.delete(file)
        self.db.flush()

    def _urls(self, project: Project, metadata: ReleaseMetadata) -> list[ReleaseURL]:
        return [
            ReleaseURL(
                name=name, url=url, verified=self._is_verified(url, project, metadata)
            )
            for name, url in metadata.project_urls.items()
        ]

    def _is_verified(
        self, url: str | None, project: Project, metadata: ReleaseMetadata
    ) -> bool:
        """Return whether `url` is our page of the project, or its publisher proves it."""
        return url in metadata.proved_links or is_own_page(url, project, self.site)

    def _classifiers(self, metadata: ReleaseMetadata) -> list[Classifier]:
        """Return rows for the classifiers; add those that the database lacks."""
        names = list(dict.fromkeys(metadata.classifiers))
        if not names:
            return []
        wanted = select(Classifier).where(Classifier.classifier.in_(names))
        known = list(self.db.scalars(wanted))
        missing = sorted(set(names) - {each.classifier for each in known})
        if missing:
            rows = [{"classifier": name} for name in missing]
            self.db.execute(insert(Classifier).values(rows).on_conflict_do_nothing())
            known = list(self.db.scalars(wanted))
        return known

    def _verified(self, project: Project, metadata: ReleaseMetadata) -> dict[str, bool]:
        known = verified_addresses(self.db, project)
        return {
            "author_email_verified": _is_among(metadata.author_email, known),
            "maintainer_email_verified": _is_among(metadata.maintainer_email, known),
            "home_page_verified": self._is_verified(metadata.home_page, project, metadata),
            "download_url_verified": self._is_verified(
                metadata.download_url, project, metadata
            ),
        }


def _description(metadata: ReleaseMetadata) -> dict[str, Any]:
    return {
        "content_type": metadata.description_content_type,
        "raw": metadata.description,
        "html": metadata.description_html,
        "rendered_by": metadata.rendered_by,
    }


def _specifiers(dependencies: Iterable[Dependency]) -> list[tuple[int, str]]:
    return sorted((each.kind, each.specifier) for each in dependencies)


def _dependencies(
    metadata: ReleaseMetadata, kinds: frozenset[DependencyKind]
) -> list[Dependency]:
    return [
        Dependency(kind=kind, specifier=each)
        for kind, specifiers in metadata.dependencies.items()
        if kind in kinds
        for each in specifiers
    ]


def _is_among(address: str | None, known: frozenset[str]) -> bool:
    return address is not None and address.strip().lower() in known

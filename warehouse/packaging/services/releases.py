"""Releases: making, ordering, hiding and deleting them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.classifiers.models import Classifier
from warehouse.packaging.errors import ReleaseFrozen
from warehouse.packaging.models import (
    Dependency,
    Description,
    File,
    Project,
    Release,
    ReleaseURL,
)
from warehouse.packaging.publications import ReleaseMetadata
from warehouse.packaging.signals import (
    FileDeleted,
    ReleaseCreated,
    ReleaseDeleted,
    ReleaseUnyanked,
    ReleaseYanked,
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
        """Make the release with this metadata, and order its project's releases anew."""
        release = Release(
            project=project,
            version=metadata.version,
            description=Description(
                content_type=metadata.description_content_type,
                raw=metadata.description,
                html=metadata.description_html,
                rendered_by=metadata.rendered_by,
            ),
            uploader_id=None if actor.user is None else actor.user.id,
            uploaded_via=actor.client,
            urls=self._urls(project, metadata),
            classifiers=self._classifiers(metadata),
            dependencies=[
                Dependency(kind=kind, specifier=each)
                for kind, specifiers in metadata.dependencies.items()
                for each in specifiers
            ],
            **_columns(metadata),
            **self._verified(project, metadata),
        )
        self.db.add(release)
        self.db.flush()
        self.order(project)
        self.announce(ReleaseCreated(release, actor))
        return release

    def vouch(self, release: Release, metadata: ReleaseMetadata) -> None:
        """Mark links as verified that are now known to be, and change nothing else."""
        for each in release.urls:
            same = metadata.project_urls.get(each.name) == each.url
            if same and is_own_page(each.url, release.project, self.site):
                each.verified = True

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

    def yank(self, release: Release, *, reason: str, actor: Actor) -> None:
        """Hide `release` from installers that do not ask for it by name (PEP 592)."""
        _require_unfrozen(release)
        release.yanked, release.yanked_reason = True, reason
        release.yanked_date = datetime.now(UTC)
        self.announce(ReleaseYanked(release, actor, reason))

    def unyank(self, release: Release, *, actor: Actor) -> None:
        """Give `release` back to installers."""
        _require_unfrozen(release)
        release.yanked, release.yanked_reason, release.yanked_date = False, "", None
        self.announce(ReleaseUnyanked(release, actor))

    def delete(self, release: Release, *, actor: Actor) -> None:
        """Remove `release` with its files, whose names are never to be used again."""
        _require_unfrozen(release)
        self.announce(ReleaseDeleted(release, actor))
        self.db.delete(release)
        self.db.flush()

    def delete_file(self, file: File, *, actor: Actor) -> None:
        """Remove `file`, whose name is never to be used again; its release remains."""
        _require_unfrozen(file.release)
        self.announce(FileDeleted(file.release, file, actor))
        self.db.delete(file)
        self.db.flush()

    def _urls(self, project: Project, metadata: ReleaseMetadata) -> list[ReleaseURL]:
        return [
            ReleaseURL(name=name, url=url, verified=is_own_page(url, project, self.site))
            for name, url in metadata.project_urls.items()
        ]

    def _classifiers(self, metadata: ReleaseMetadata) -> list[Classifier]:
        """Rows for the classifiers; one the database was not told of yet is added."""
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
            "home_page_verified": is_own_page(metadata.home_page, project, self.site),
            "download_url_verified": is_own_page(metadata.download_url, project, self.site),
        }


def _require_unfrozen(release: Release) -> None:
    if release.is_quarantined:
        raise ReleaseFrozen(release.project.name, release.version)


def _is_among(address: str | None, known: frozenset[str]) -> bool:
    return address is not None and address.strip().lower() in known


def _columns(metadata: ReleaseMetadata) -> dict[str, Any]:
    keywords = metadata.keywords
    return {
        "author": metadata.author,
        "author_email": metadata.author_email,
        "maintainer": metadata.maintainer,
        "maintainer_email": metadata.maintainer_email,
        "home_page": metadata.home_page,
        "download_url": metadata.download_url,
        "license": metadata.license,
        "license_expression": metadata.license_expression,
        "license_files": _listed(metadata.license_files),
        "summary": metadata.summary,
        "keywords": None if keywords is None else ", ".join(keywords),
        "keywords_array": _listed(keywords),
        "platform": metadata.platform,
        "requires_python": metadata.requires_python,
        "dynamic": _listed(metadata.dynamic),
        "provides_extra": _listed(metadata.provides_extra),
    }


def _listed(values: tuple[str, ...] | None) -> list[str] | None:
    return None if values is None else list(values)

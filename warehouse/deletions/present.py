"""What is there of the names of deletions, and so keeps some from being restored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.i18n import Message, _
from warehouse.packaging import queries
from warehouse.packaging.models import Project, Release
from warehouse.packaging.names import normalize


@dataclass(frozen=True)
class Present:
    """Projects by id and by normalised name, names that staff keep, and releases."""

    projects: Mapping[UUID, Project]
    named: Mapping[str, Project]
    prohibited: Collection[str]
    releases: Mapping[tuple[UUID, str], Release]

    @classmethod
    def of(cls, db: Session, deletions: Collection[Deletion]) -> "Present":
        """Find what some deletions are about, with one statement for each kind."""
        names = {each.project_name for each in deletions}
        ids = {each.project_id for each in deletions}
        versions = {(each.project_id, each.version or "") for each in deletions}
        return cls(
            {each.id: each for each in queries.projects_with_ids(db, ids)},
            {each.normalized_name: each for each in queries.projects_named(db, names)},
            queries.prohibited_names(db, names),
            queries.releases_spelled(db, versions),
        )

    def objection_to(self, deletion: Deletion) -> Message | None:
        """Return why there is no place for what was deleted, or None."""
        if deletion.kind is DeletionKind.PROJECT:
            return self._objection_to_name(deletion.project_name)
        project = self.projects.get(deletion.project_id)
        if project is None:
            first = _("The project ${name} is deleted: restore it first.")
            return first.with_values(name=deletion.project_name)
        if project.is_quarantined:
            hidden = _("The project ${name} is in quarantine.")
            return hidden.with_values(name=project.name)
        return self._objection_to_version(deletion)

    def _objection_to_name(self, name: str) -> Message | None:
        taken = self.named.get(normalize(name))
        if taken is not None:
            theirs = _("Somebody has made a project ${name} meanwhile.")
            return theirs.with_values(name=taken.name)
        if normalize(name) in self.prohibited:
            kept = _("The administrators keep the name ${name} from being used.")
            return kept.with_values(name=name)
        return None

    def _objection_to_version(self, deletion: Deletion) -> Message | None:
        release = self.releases.get((deletion.project_id, deletion.version or ""))
        if release is None:
            if deletion.kind is DeletionKind.RELEASE:
                return None
            first = _("The release ${version} is deleted: restore it first.")
            return first.with_values(version=deletion.version)
        if deletion.kind is DeletionKind.RELEASE:
            again = _("There is a release ${version} again.")
            return again.with_values(version=release.version)
        if release.is_quarantined:
            hidden = _("The release ${version} is in quarantine.")
            return hidden.with_values(version=release.version)
        return None

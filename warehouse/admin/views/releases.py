"""One release, and what staff do with releases and files."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import SelectField

from warehouse.admin.forms import with_notice
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import ActionForm, Offer, action, confirming, offered
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.projects import OfProject, ProjectAction
from warehouse.events.staff import LogEntry, State
from warehouse.observations.models import ReleaseObservation
from warehouse.observations.queries import MOST, newest_about
from warehouse.packaging import queries
from warehouse.packaging.models import File, Release
from warehouse.packaging.services import RemovalService
from warehouse.security import Permission

_QUARANTINE = Offer(
    "admin.release.quarantine", "Quarantine", Permission.ADMIN_PROJECTS_WRITE
)
_CLEAR = Offer(
    "admin.release.clear", "Clear the quarantine", Permission.ADMIN_PROJECTS_WRITE
)
_OFFERS = (
    Offer(
        "admin.release.observe", "Add an observation", Permission.ADMIN_OBSERVATIONS_WRITE
    ),
    Offer("admin.release.delete", "Delete", Permission.ADMIN_PROJECTS_DELETE),
    Offer("admin.release.delete_file", "Delete a file", Permission.ADMIN_PROJECTS_DELETE),
)
"""What can be done with a release, in the order of the buttons."""

_TOLD = (
    "Everybody with a role in the project is told by mail, with what you write for them."
)


class OfRelease(OfProject):
    """What is about the release that the URL names."""

    @property
    def release(self) -> Release:
        """Return the release; raises `HTTPNotFound`."""
        version = self.request.matchdict["version"]
        found = queries.release_of(self.request.db, self.project, version)
        if found is None:
            raise HTTPNotFound("There is no such release.")
        return found


@view_defaults(permission=Permission.ADMIN_PROJECTS_READ, uses_session=True)
class ReleaseView(OfRelease, AdminView):
    """The page about one release."""

    @view_config(route_name="admin.release", renderer="admin/release.html")
    def show(self) -> dict[str, Any]:
        """Show what is known about the release, its files, and what can be done."""
        project, release = self.project, self.release
        name, version = project.normalized_name, release.version
        offers = (_CLEAR if release.is_quarantined else _QUARANTINE, *_OFFERS)
        return self.page(
            project=project,
            release=release,
            uploader=None if release.uploader is None else release.uploader.username,
            observations=newest_about(
                self.request.db, ReleaseObservation, release.id, limit=MOST
            ),
            files=sorted(release.files, key=lambda each: each.filename),
            actions=offered(self.request, offers, name=name, version=version),
        )


class ReleaseAction(OfRelease, ProjectAction):
    """The base of actions on a release or something of it."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the release."""
        release = self.release
        return "release", str(release.id), f"{self.project.name} {release.version}"

    @property
    def back(self) -> str:
        """Return the page about the release."""
        name, version = self.project.normalized_name, self.request.matchdict["version"]
        return str(self.request.route_path("admin.release", name=name, version=version))

    @property
    def list_path(self) -> str:
        """Return the page about the project."""
        name = self.project.normalized_name
        return str(self.request.route_path("admin.project", name=name))

    @property
    def removals(self) -> RemovalService:
        """Return the service that deletes releases and files."""
        return self.request.service(RemovalService)

    def state(self) -> State:
        """Return the names of the files."""
        return {"files": sorted(each.filename for each in self.release.files)}


@action("admin.release.delete", Permission.ADMIN_PROJECTS_DELETE, reauth=True)
class DeleteRelease(ReleaseAction):
    """Delete a release with its files."""

    name, title, is_danger = "release.delete", "Delete", True
    log_entry, has_own_mail = LogEntry.REMOVED, True
    form_class = confirming("confirm_version", "Type the version")
    confirms = "confirm_version"

    @property
    def confirmed_name(self) -> str:
        """Return the version."""
        return self.release.version

    def effects(self) -> list[str]:
        """Say what goes, and who is told."""
        return [
            f"Files that are deleted: {len(self.release.files)}. Their names stay used.",
            _TOLD,
        ]

    def act(self, form: Any) -> str:
        """Delete it."""
        release = self.release
        name = f"{self.project.name} {release.version}"
        said = form.notice.data or ""
        self.removals.remove(release, reason=said, actor=self.request.actor)
        self.is_gone = True
        return f"{name} is deleted."


@action("admin.release.delete_file", Permission.ADMIN_PROJECTS_DELETE, reauth=True)
class DeleteFile(ReleaseAction):
    """Delete one file of a release."""

    name, title, is_danger = "release.delete_file", "Delete a file", True
    log_entry, has_own_mail = LogEntry.REMOVED, True
    confirms = "confirm_project_name"

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the file that was chosen, and the release until one was."""
        chosen = self._chosen(self.request.POST.get("file_id", ""))
        if chosen is None:
            return super().subject
        return "file", str(chosen.id), chosen.filename

    @property
    def confirmed_name(self) -> str:
        """Return the name of the project."""
        return self.project.name

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the file chosen that the page before named."""
        files = sorted(self.release.files, key=lambda each: each.filename)
        fields = {
            "file_id": SelectField(
                "File", choices=[(str(each.id), each.filename) for each in files]
            )
        }
        named = confirming("confirm_project_name", "Type the name of the project")
        chosen = None if data is not None else {"file_id": self.request.GET.get("file_id")}
        kind = with_notice(type("DeleteFileForm", (named,), fields))
        return kind(data, data=chosen)

    def effects(self) -> list[str]:
        """Say what stays, and who is told."""
        return [
            "The release stays, even without files. The name of the file stays used.",
            _TOLD,
        ]

    def act(self, form: Any) -> str:
        """Delete it."""
        file = self._chosen(form.file_id.data)
        if file is None:
            raise ActionRefused("The release has no such file any more.")
        filename = file.filename
        said = form.notice.data or ""
        self.removals.remove_file(file, reason=said, actor=self.request.actor)
        return f"{filename} is deleted."

    def _chosen(self, key: str) -> File | None:
        return next((each for each in self.release.files if str(each.id) == key), None)

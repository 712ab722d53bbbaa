"""Yanking and deleting releases and files."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from wtforms import Form, StringField

from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.project.actions import (
    DeletingAction,
    OwnerAction,
    owner_action,
    sentence_field,
)
from warehouse.manage.views.project.releases import OfRelease
from warehouse.packaging import queries
from warehouse.packaging.models import File
from warehouse.packaging.resources import ReleaseResource
from warehouse.packaging.services import YankService

_FIELDS = {
    "yanked_reason": _("Why? Everybody reads it, and pip shows it"),
    "confirm_yank_version": _("Type the version to confirm"),
    "confirm_unyank_version": _("Type the version to confirm"),
    "confirm_delete_version": _("Type the version to confirm"),
    "confirm_project_name": _("Type the name of the project to confirm"),
}


class YankForm(Form):
    """Why, and the version to confirm."""

    yanked_reason = sentence_field(500, _("Use at most 500 characters."))
    confirm_yank_version = StringField()


class UnyankForm(Form):
    """The version to confirm."""

    confirm_unyank_version = StringField()


class DeleteReleaseForm(Form):
    """The version to confirm."""

    confirm_delete_version = StringField()


class YankFileForm(Form):
    """Why."""

    yanked_reason = sentence_field(500, _("Use at most 500 characters."))


class DeleteFileForm(Form):
    """The name of the project, to confirm."""

    confirm_project_name = StringField()


class ReleaseAction(OfRelease, OwnerAction):
    """The base of actions on a release."""

    @property
    def back(self) -> str:
        """Return the page about the release."""
        return self.path("manage.release")

    @property
    def confirmed(self) -> str:
        """Return the version."""
        return self.release.version

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return _FIELDS

    def _named(self, sentence: Message) -> Message:
        return sentence.with_values(project=self.project.name, version=self.release.version)


@owner_action("manage.release.yank", context=ReleaseResource)
class Yank(ReleaseAction):
    """Yank a release, or change the reason."""

    form_class, confirms = YankForm, "confirm_yank_version"

    @property
    def title(self) -> Message:
        """Return what is done."""
        if self.release.yanked:
            return self._named(_("Change why ${version} is yanked"))
        return self._named(_("Yank ${version}"))

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the reason as it is."""
        now = {"yanked_reason": self.release.yanked_reason}
        return YankForm(data, data=now if data is None else None)

    def effects(self) -> list[str]:
        """Say who still gets it."""
        return [
            _("Installers choose this release only where it is asked for exactly."),
            _("Its files stay, and the release can be given back at any time."),
            _("Everybody with a role in the project is told by mail."),
        ]

    def act(self, form: Any) -> Message:
        """Yank it."""
        self.request.service(YankService).yank(
            self.release,
            reason=form.yanked_reason.data,
            actor=self.request.actor,
        )
        return self._named(_("${project} ${version} is yanked."))


@owner_action("manage.release.unyank", context=ReleaseResource)
class Unyank(ReleaseAction):
    """Give a release back."""

    form_class, confirms = UnyankForm, "confirm_unyank_version"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Give ${version} back to installers"))

    def effects(self) -> list[str]:
        """Say who gets it."""
        return [_("Installers may choose this release again.")]

    def act(self, form: Any) -> Message:
        """Give it back."""
        self.request.service(YankService).unyank(self.release, actor=self.request.actor)
        return self._named(_("${project} ${version} is not yanked any more."))


@owner_action("manage.release.delete", context=ReleaseResource)
class DeleteRelease(ReleaseAction, DeletingAction):
    """Delete a release."""

    form_class, confirms = DeleteReleaseForm, "confirm_delete_version"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Delete ${version}"))

    @property
    def after(self) -> str:
        """Return the releases that are left."""
        return self.path("manage.project.releases")

    def effects(self) -> list[str]:
        """Say what goes, who needs it, and for how long it can be had back."""
        count = len(self.release.files)
        return [
            ngettext(
                "${n} file is gone from pages and installers at once.",
                "${n} files are gone from pages and installers at once.",
                count,
            ),
            _("Whoever asks for exactly this release cannot install it any more."),
            *self.kept(),
        ]

    def act(self, form: Any) -> Message:
        """Delete it."""
        said = self._named(_("${project} ${version} is deleted."))
        self.deletions.delete_release(self.release, actor=self.request.actor)
        return said


class FileAction(ReleaseAction):
    """The base of actions on one file."""

    @property
    def file(self) -> File:
        """Return the file that the URL names; raises `HTTPNotFound`."""
        name = self.request.matchdict["filename"]
        found = queries.file_of(self.request.db, self.project, name)
        if found is None or found.release_id != self.release.id:
            raise HTTPNotFound
        return found

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the project, the release or the file."""
        own = {"filename": self.request.matchdict["filename"]}
        return super().path(route, **{**own, **parts})

    def _of_file(self, sentence: Message) -> Message:
        return sentence.with_values(file=self.file.filename)


@owner_action("manage.file.yank", context=ReleaseResource)
class YankFile(FileAction):
    """Yank one file, or change the reason."""

    form_class = YankFileForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._of_file(_("Yank ${file}"))

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the reason as it is."""
        now = {"yanked_reason": self.file.yanked_reason}
        return YankFileForm(data, data=now if data is None else None)

    def effects(self) -> list[str]:
        """Say what installers choose instead."""
        return [
            _("Installers choose another file of the release, if there is one."),
            _("The file stays, and can be given back at any time."),
        ]

    def act(self, form: Any) -> Message:
        """Yank it."""
        file = self.file
        self.request.service(YankService).yank_file(
            file, reason=form.yanked_reason.data, actor=self.request.actor
        )
        return self._of_file(_("${file} is yanked."))


@owner_action("manage.file.unyank", context=ReleaseResource)
class UnyankFile(FileAction):
    """Give one file back."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._of_file(_("Give ${file} back to installers"))

    def act(self, form: Any) -> Message:
        """Give it back."""
        self.request.service(YankService).unyank_file(self.file, actor=self.request.actor)
        return self._of_file(_("${file} is not yanked any more."))


@owner_action("manage.file.delete", context=ReleaseResource)
class DeleteFile(FileAction, DeletingAction):
    """Delete one file."""

    form_class, confirms = DeleteFileForm, "confirm_project_name"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._of_file(_("Delete ${file}"))

    @property
    def confirmed(self) -> str:
        """Return the name of the project."""
        return self.project.name

    def effects(self) -> list[str]:
        """Say what stays, and for how long it can be had back."""
        return [
            _("The file is gone from pages and installers at once; its release stays."),
            _("No other file can ever have its name."),
            *self.kept(),
        ]

    def act(self, form: Any) -> Message:
        """Delete it."""
        file = self.file
        said = self._of_file(_("${file} is deleted."))
        self.deletions.delete_file(file, actor=self.request.actor)
        return said

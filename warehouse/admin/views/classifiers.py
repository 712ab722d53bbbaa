"""Classifiers: adding, deprecating and synchronising them, and who uses one."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import Action, ActionForm, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.classifiers.errors import ClassifierError
from warehouse.classifiers.models import Classifier
from warehouse.classifiers.queries import classifier_row
from warehouse.classifiers.services import ClassifierService
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.packaging.queries import projects_classified
from warehouse.security import Permission

MOST_PROJECTS = 100
"""Projects that the page of a classifier names."""

_WRITE = Permission.ADMIN_CLASSIFIERS_WRITE
_DEPRECATE = Offer("admin.classifier.deprecate", "Deprecate", _WRITE)
_RESTORE = Offer("admin.classifier.restore", "Allow again", _WRITE)


class OfClassifier:
    """What is about the classifier that the URL names."""

    request: Request
    section = "admin.classifiers"

    @property
    def row(self) -> Classifier:
        """Return its row; raises `HTTPNotFound`."""
        found = classifier_row(self.request.db, self.request.matchdict["id"])
        if found is None:
            raise HTTPNotFound("There is no such classifier.")
        return found


@view_defaults(permission=_WRITE, uses_session=True)
class ClassifierView(OfClassifier, AdminView):
    """The page about one classifier."""

    @view_config(route_name="admin.classifier", renderer="admin/classifier.html")
    def show(self) -> dict[str, Any]:
        """Show what becomes of it in uploads, and which projects have it."""
        row = self.row
        offers = (_RESTORE if row.deprecated else _DEPRECATE,)
        return self.page(
            row=row,
            projects=projects_classified(self.request.db, row.id, limit=MOST_PROJECTS + 1),
            most=MOST_PROJECTS,
            actions=offered(self.request, offers, id=row.id),
        )


class ClassifierAction(Action):
    """The base of actions on classifiers."""

    section = "admin.classifiers"

    @property
    def back(self) -> str:
        """Return the list."""
        return self.list_path

    @property
    def classifiers(self) -> ClassifierService:
        """Return the service that changes them."""
        return self.request.service(ClassifierService)

    def state(self) -> State:
        """Return nothing: the subject says it all."""
        return {}


class AddForm(ActionForm):
    """A classifier."""

    classifier = StringField(
        "Classifier, as in “Topic :: Internet”",
        validators=[InputRequired("Write a classifier.")],
    )


@action("admin.classifiers.add", _WRITE)
class Add(ClassifierAction):
    """Add a classifier that uploads may have."""

    name, title, form_class = "classifier.add", "Add a classifier", AddForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return what was written, if something was."""
        name = self.request.POST.get("classifier", "")[:200]
        return "classifier", name, name

    def effects(self) -> list[str]:
        """Say who knows it."""
        return [
            "Uploads may have it from now on. Other indexes do not know it: a project that "
            "uses it cannot be uploaded there.",
        ]

    def act(self, form: Any) -> str:
        """Add it."""
        try:
            row = self.classifiers.add(form.classifier.data.strip())
        except ClassifierError as error:
            raise ActionRefused(str(error)) from error
        return f"{row.classifier} is added."


@action("admin.classifiers.sync", _WRITE)
class Sync(ClassifierAction):
    """Copy the published classifiers."""

    name, title = "classifier.sync", "Synchronise"

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the whole list."""
        return "classifier", "", "all"

    def effects(self) -> list[str]:
        """Say where they come from."""
        return [
            "What the installed trove-classifiers has and this index lacks is added, and "
            "what is deprecated there is deprecated here. Nothing is removed.",
        ]

    def act(self, form: Any) -> str:
        """Copy them."""
        return f"Classifiers that are new: {self.classifiers.sync()}."


class OneAction(OfClassifier, ClassifierAction):
    """The base of actions on one classifier."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the classifier."""
        return "classifier", str(self.row.id), self.row.classifier

    @property
    def back(self) -> str:
        """Return the page about the classifier."""
        return str(self.request.route_path("admin.classifier", id=self.row.id))

    def state(self) -> State:
        """Return whether it is deprecated, and for which others."""
        return {"deprecated": self.row.deprecated, "instead": self.row.deprecated_for}


class DeprecateForm(ActionForm):
    """What is to be used instead."""

    instead = TextAreaField("Use instead, one a line; empty for nothing")


@action("admin.classifier.deprecate", _WRITE)
class Deprecate(OneAction):
    """Refuse a classifier in uploads."""

    name, title, form_class = "classifier.deprecate", "Deprecate", DeprecateForm
    is_danger = True

    def effects(self) -> list[str]:
        """Say what stays."""
        return ["Uploads that have it are refused. Releases that have it keep it."]

    def act(self, form: Any) -> str:
        """Deprecate it."""
        lines = [each.strip() for each in (form.instead.data or "").splitlines()]
        try:
            self.classifiers.deprecate(self.row, [each for each in lines if each])
        except ClassifierError as error:
            raise ActionRefused(str(error)) from error
        return f"{self.row.classifier} is deprecated."


@action("admin.classifier.restore", _WRITE)
class Restore(OneAction):
    """Let uploads have a classifier again."""

    name, title = "classifier.restore", "Allow again"

    def effects(self) -> list[str]:
        """Say what trove-classifiers says of it."""
        return ["One that the published list deprecates stays refused in uploads."]

    def act(self, form: Any) -> str:
        """Allow it."""
        self.classifiers.restore(self.row)
        return f"{self.row.classifier} is allowed again."

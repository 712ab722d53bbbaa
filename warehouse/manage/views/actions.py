"""Actions: a page that says what will happen, asks, and does it.

A subclass of `ConfirmedAction` says its effects, has a form, and acts through a service of
the domain. What has to be typed to confirm it is the field that `confirms` names.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from wtforms import Form, StringField
from wtforms.validators import Length

from warehouse.http import Request
from warehouse.http.fields import ONE_LINE
from warehouse.i18n import Message, _
from warehouse.namespaces import explanations as of_namespaces
from warehouse.namespaces.errors import NamespaceError
from warehouse.organizations import explanations as of_organizations
from warehouse.organizations.errors import OrganizationError
from warehouse.packaging import explanations as of_packaging
from warehouse.packaging.errors import PackagingError

A = TypeVar("A", bound="type[ConfirmedAction]")


def sentence_field(longest: int, message: Message) -> Any:
    """Return an optional field for one line of text without control characters."""
    return StringField(
        validators=[
            Length(max=longest, message=message),
            ONE_LINE,
        ],
        filters=[lambda text: (text or "").strip()],
    )


class ActionRefused(Exception):
    """The action cannot be done now; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfirmedAction:
    """The base of one action: `ask` is its page, `submit` does it.

    It is mixed into the view of what it is about, which has `path`, `page` and `section`.
    """

    request: Request
    section: str

    form_class: ClassVar[type[Form]] = Form
    confirms: ClassVar[str | None] = None
    is_danger: ClassVar[bool] = False

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the same thing."""
        raise NotImplementedError

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame."""
        raise NotImplementedError

    @property
    def title(self) -> Message:
        """Return what it is called: the heading, and the words on its button."""
        raise NotImplementedError

    @property
    def back(self) -> str:
        """Return the page that leads here."""
        return self.path(self.section)

    @property
    def after(self) -> str:
        """Return where to go when it is done."""
        return self.back

    @property
    def confirmed(self) -> str:
        """Return what has to be typed."""
        raise NotImplementedError

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field of the form."""
        return {}

    def effects(self) -> list[str]:
        """Return what will happen, in sentences."""
        return []

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with what was sent or with what is now."""
        return self.form_class(data)

    def act(self, form: Any) -> str:
        """Do it and return what was done; raises `ActionRefused` or a domain's error."""
        raise NotImplementedError

    def ask(self) -> dict[str, Any]:
        """Show what will happen, and the form."""
        return self._asking(self.make_form())

    def submit(self) -> dict[str, Any] | Response:
        """Do it if the form is right."""
        form = self.make_form(self.request.POST)
        is_right = form.validate()
        if not self._is_confirmed(form) or not is_right:
            return self._asking(form)
        try:
            said = self.act(form)
        except PackagingError as error:
            return self._refused(form, of_packaging.explain(error))
        except OrganizationError as error:
            return self._refused(form, of_organizations.explain(error))
        except NamespaceError as error:
            return self._refused(form, of_namespaces.explain(error))
        except ActionRefused as error:
            return self._refused(form, error.message)
        self.request.session.flash(said)
        return HTTPSeeOther(self.after)

    def _refused(self, form: Form, problem: str) -> dict[str, Any]:
        self.request.db.rollback()
        return self._asking(form, problem=problem)

    def _is_confirmed(self, form: Form) -> bool:
        if self.confirms is None:
            return True
        field = form[self.confirms]
        if field.data == self.confirmed:
            return True
        values = {"name": self.confirmed, "typed": (field.data or "")[:100]}
        field.errors = [
            _("Type “${name}”, not “${typed}”.", mapping=values)
            if field.data
            else _("Type “${name}” to confirm.", mapping=values)
        ]
        return False

    def _asking(self, form: Form, **values: Any) -> dict[str, Any]:
        asked = {
            "form": form,
            "labels": self.labels,
            "confirms": self.confirms,
            "title": self.title,
            "effects": self.effects(),
            "is_danger": self.is_danger,
            "back": self.back,
            "problem": None,
        }
        return self.page(**{**asked, **values})


def confirmed_action(
    route_name: str,
    *,
    context: type,
    permission: str,
    renderer: str,
    reauth: bool = True,
) -> Callable[[A], A]:
    """Register a `ConfirmedAction`: its page by GET, and the action by POST."""

    def register(kind: A) -> A:
        options: dict[str, Any] = {
            "route_name": route_name,
            "context": context,
            "permission": permission,
            "uses_session": True,
            "requires_reauth": reauth,
            "renderer": renderer,
            "_depth": 1,
        }
        view_config(attr="ask", request_method=("GET", "HEAD"), **options)(kind)
        view_config(attr="submit", request_method="POST", methods=("POST",), **options)(
            kind
        )
        return kind

    return register

"""What staff do with applications of any kind: decide, ask, and note something.

A subclass says which kind, by mixing in what is about the application that the URL names.
"""

from typing import Any, ClassVar

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.admin.forms import MOST_MESSAGE
from warehouse.admin.views.actions import Action, ActionForm
from warehouse.events.staff import State


class MessageForm(ActionForm):
    """What is said to whoever applied."""

    message = TextAreaField(
        "Message, which the applicant reads (optional)",
        validators=[Length(max=MOST_MESSAGE)],
    )


class QuestionForm(ActionForm):
    """What is asked."""

    message = TextAreaField(
        "Question, which the applicant reads",
        validators=[
            InputRequired("Write what you want to know."),
            Length(max=MOST_MESSAGE),
        ],
    )


class NoteForm(ActionForm):
    """What staff say among themselves."""

    message = TextAreaField(
        "Note, which staff read",
        validators=[InputRequired("Write something."), Length(max=MOST_MESSAGE)],
    )


class ApplicationAction(Action):
    """The base of actions on an application."""

    kind: ClassVar[str]
    """What the record calls it."""

    place: ClassVar[str]
    """The route of the page about one application."""

    effect: ClassVar[str]
    application: Any
    service: Any

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the application."""
        return self.kind, str(self.application.id), self.application.name

    @property
    def back(self) -> str:
        """Return the page about the application."""
        return str(self.request.route_path(self.place, id=self.application.id))

    def effects(self) -> list[str]:
        """Say what happens."""
        return [self.effect]

    def state(self) -> State:
        """Return how far it is."""
        return {"status": self.application.status}


class Decision(ApplicationAction):
    """The base of decisions, after which the next application is shown."""

    form_class: ClassVar[type[ActionForm]] = MessageForm

    @property
    def following(self) -> Any:
        """Return the application that waits longest, or None."""
        raise NotImplementedError

    @property
    def after(self) -> str:
        """Return the page about the next application that waits, or the list."""
        following = self.following
        if following is None:
            return self.list_path
        return str(self.request.route_path(self.place, id=following.id))


class Declining(Decision):
    """Give nothing."""

    title, is_danger = "Decline", True

    def act(self, form: Any) -> str:
        """Decline it."""
        self.service.decline(
            self.application, message=form.message.data or "", actor=self.request.actor
        )
        return f"The application for {self.application.name} is declined."


class Asking(Decision):
    """Ask something."""

    title, form_class = "Ask", QuestionForm
    effect = "The question is sent by mail. The answer brings the application back."

    def act(self, form: Any) -> str:
        """Ask it."""
        self.service.ask(self.application, form.message.data, actor=self.request.actor)
        return f"The question about {self.application.name} is sent."


class Noting(ApplicationAction):
    """Say something to other staff."""

    title, form_class = "Note", NoteForm
    effect = "Staff read it on the page of the application, and nobody else does."

    def act(self, form: Any) -> str:
        """Add it."""
        self.service.note(self.application, form.message.data, actor=self.request.actor)
        return "The note is added."

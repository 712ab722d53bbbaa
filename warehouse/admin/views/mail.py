"""The mail log: one message as it was sent, and sending it again."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.actions import Action, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.email import Outbox
from warehouse.email.models import EmailMessage
from warehouse.email.queries import message_by_id
from warehouse.events.staff import State
from warehouse.headers.security import allow_sources
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.security import Permission

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What the HTML of a message may do: look as it looks, and nothing else."""


class OfMessage:
    """What is about the message that the URL names."""

    request: Request
    section = "admin.emails"

    @property
    def message(self) -> EmailMessage:
        """Return the message; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(message_by_id, self.request.db),
            "There is no such message.",
        )


@view_defaults(permission=Permission.ADMIN_MAIL_READ, uses_session=True)
class MessageView(OfMessage, AdminView):
    """The page about one message."""

    @view_config(route_name="admin.email", renderer="admin/email.html")
    def show(self) -> dict[str, Any]:
        """Show a message, what became of it, and what can be done."""
        allow_sources(self.request, {"frame-src": "'self'"})
        message = self.message
        path = self.request.route_path
        may = self.request.has_permission(Permission.ADMIN_MAIL_WRITE)
        offered = [(path("admin.email.resend", id=message.id), "Send again")] * bool(may)
        # The links in mail about the safety of an account open it to whoever has them.
        is_shown = not message.is_security or bool(may)
        return self.page(message=message, actions=offered, is_shown=is_shown)

    @view_config(route_name="admin.email.html")
    def html(self) -> Response:
        """Send the HTML of a message, for a frame in which nothing runs."""
        message = self.message
        if message.is_security and not self.request.has_permission(
            Permission.ADMIN_MAIL_WRITE
        ):
            raise HTTPNotFound(
                "Only administrators read mail about the safety of accounts."
            )
        response = Response(message.html, content_type="text/html", charset="utf-8")
        response.headers["Content-Security-Policy"] = (
            f"{CONTENT_POLICY}; frame-ancestors 'self'"
        )
        response.headers["X-Frame-Options"] = "sameorigin"
        return response


@action("admin.email.resend", Permission.ADMIN_MAIL_WRITE)
class Resend(OfMessage, Action):
    """Send a message once more, to the address that it was for."""

    name, title = "mail.resend", "Send again"

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the message."""
        message = self.message
        return "mail", str(message.id), message.subject

    @property
    def back(self) -> str:
        """Return the page about the message."""
        return str(self.request.route_path("admin.email", id=self.message.id))

    def effects(self) -> list[str]:
        """Say to whom it goes."""
        message = self.message
        return [
            f"It goes to {message.recipient} as it is, with the same Message-ID.",
            "A link in it may have ended by now.",
        ]

    def state(self) -> State:
        """Return what became of it."""
        message = self.message
        return {"status": message.status, "attempts": message.attempts}

    def act(self, form: Any) -> str:
        """Put it into the queue."""
        if not self.request.service(Outbox).send_again(self.message):
            raise ActionRefused("There is no mail server: set SMTP_URL.")
        return f"The message to {self.message.recipient} is sent again."

"""The webhooks of a project: listing, adding and changing them."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.project.base import ProjectView
from warehouse.manage.webhook_forms import WebhookForm
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission
from warehouse.webhooks import WebhookRefused, WebhookService, queries
from warehouse.webhooks.events import EVENTS
from warehouse.webhooks.models import Webhook


class WebhookBase(ProjectView):
    """The base of views about webhooks."""

    section = "manage.project.webhooks"

    @property
    def service(self) -> WebhookService:
        """Return the service that changes webhooks."""
        return self.request.service(WebhookService)

    def webhook(self) -> Webhook:
        """Return the webhook of this project that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.webhook_of, self.request.db, self.project),
            _("There is no such webhook."),
        )

    def lead(self, webhook: Webhook, said: Message) -> Response:
        """Lead to the page about a webhook, which says what was done."""
        self.request.session.flash(said)
        return HTTPSeeOther(self.path("manage.project.webhook", id=webhook.id))

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template, with the words of events."""
        return super().page(words=EVENTS, **values)

    def secret_page(self, webhook: Webhook, secret: str) -> dict[str, Any]:
        """Return the values of the page that shows a secret, this once."""
        self.request.override_renderer = "manage/project/webhook_secret.html"
        return self.page(webhook=webhook, secret=secret)


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    uses_session=True,
)
class WebhooksView(WebhookBase):
    """All webhooks of a project, and a new one."""

    @view_config(
        route_name="manage.project.webhooks",
        renderer="manage/project/webhooks.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """List them, each with its state and its last answer."""
        return self.page(webhooks=queries.webhooks_of(self.request.db, self.project))

    @view_config(
        route_name="manage.project.webhooks.new",
        renderer="manage/project/webhook_new.html",
        request_method=("GET", "HEAD"),
        requires_reauth=True,
    )
    def ask(self) -> dict[str, Any]:
        """Show the form of a new one."""
        return self.page(form=WebhookForm(chosen=["release.published", "file.uploaded"]))

    @view_config(
        route_name="manage.project.webhooks.new",
        renderer="manage/project/webhook_new.html",
        request_method="POST",
        methods=("POST",),
        requires_reauth=True,
    )
    def add(self) -> dict[str, Any]:
        """Add one and show its secret, this once."""
        form = WebhookForm(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        try:
            webhook = self.service.add(
                self.project,
                form.url.data or "",
                form.chosen,
                actor=self.request.actor,
            )
        except WebhookRefused as error:
            form.refuse(error.message)
            return self.page(form=form)
        return self.secret_page(webhook, webhook.secret)


@view_defaults(
    route_name="manage.project.webhook",
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    renderer="manage/project/webhook.html",
    uses_session=True,
    requires_reauth=True,
)
class WebhookView(WebhookBase):
    """One webhook, and what can be done with it."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show it."""
        webhook = self.webhook()
        form = WebhookForm(chosen=webhook.events, data={"url": webhook.url})
        return self._page(webhook, form)

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Do what the button says that was pressed."""
        webhook = self.webhook()
        actions = {
            "change": self._change,
            "rotate": self._rotate,
            "test": self._test,
            "on": self._switch_on,
            "off": self._switch_off,
            "delete": self._delete,
        }
        action = actions.get(self.request.POST.get("action", ""))
        if action is None:
            allowed = {"actions": ", ".join(actions)}
            raise HTTPBadRequest(
                _("The field “action” has to be one of ${actions}.", mapping=allowed)
            )
        return action(webhook)

    def _page(self, webhook: Webhook, form: WebhookForm) -> dict[str, Any]:
        return self.page(webhook=webhook, form=form, now=datetime.now(UTC))

    def _change(self, webhook: Webhook) -> dict[str, Any] | Response:
        form = WebhookForm(self.request.POST)
        if not form.validate():
            return self._page(webhook, form)
        try:
            self.service.change(
                webhook,
                form.url.data or "",
                form.chosen,
                actor=self.request.actor,
            )
        except WebhookRefused as error:
            form.refuse(error.message)
            return self._page(webhook, form)
        return self.lead(webhook, _("The webhook was changed."))

    def _rotate(self, webhook: Webhook) -> dict[str, Any]:
        secret = self.service.rotate(webhook, actor=self.request.actor)
        return self.secret_page(webhook, secret)

    def _test(self, webhook: Webhook) -> Response:
        try:
            self.service.test(webhook)
        except WebhookRefused as error:
            return self.lead(webhook, error.message)
        return self.lead(webhook, _("A test is on its way. The log shows what came of it."))

    def _switch_on(self, webhook: Webhook) -> Response:
        self.service.switch_on(webhook, actor=self.request.actor)
        return self.lead(webhook, _("The webhook is switched on."))

    def _switch_off(self, webhook: Webhook) -> Response:
        self.service.switch_off(webhook, actor=self.request.actor)
        return self.lead(webhook, _("The webhook is switched off."))

    def _delete(self, webhook: Webhook) -> Response:
        self.service.remove(webhook, actor=self.request.actor)
        self.request.session.flash(_("The webhook was deleted."))
        return HTTPSeeOther(self.path("manage.project.webhooks"))

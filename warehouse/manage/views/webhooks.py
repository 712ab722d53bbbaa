"""Webhooks: listing, adding and changing them, whether of a project or an organization.

Each class is the base of a page; `project/webhooks.py` and `organization/webhooks.py` mix
them into the views of what they are about.
"""

from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from venusian import onlyliftedfrom

from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.paging import PER_PAGE, numbered, page_number
from warehouse.manage.webhook_forms import WebhookForm
from warehouse.webhooks import WebhookRefused, WebhookService, queries
from warehouse.webhooks.events import offered
from warehouse.webhooks.models import Webhook, WebhookDelivery
from warehouse.webhooks.queries import Owner

_MOST_DIGITS = 18


class WebhookBase:
    """The base of views about webhooks, mixed into views of what has them."""

    request: Request

    of: ClassVar[str]
    """How the names of their routes begin."""

    layout: ClassVar[str]
    """The template of the frame."""

    @property
    def owner(self) -> Owner:
        """Return the project or organization."""
        raise NotImplementedError

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the same thing."""
        raise NotImplementedError

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame."""
        raise NotImplementedError

    @property
    def service(self) -> WebhookService:
        """Return the service that changes webhooks."""
        return self.request.service(WebhookService)

    def webhook(self) -> Webhook:
        """Return the webhook of the owner that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.webhook_of, self.request.db, self.owner),
            _("There is no such webhook."),
        )

    def lead(self, webhook: Webhook, said: Message) -> Response:
        """Lead to the page about a webhook, which says what was done."""
        self.request.session.flash(said)
        return HTTPSeeOther(self.path(f"{self.of}.webhook", id=webhook.id))

    def shown(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template, with those that all of them need."""
        own = {"of": self.of, "layout": self.layout, "words": offered(self.owner)}
        return self.page(**own, owner_name=self.owner.name, **values)

    def secret_page(self, webhook: Webhook, secret: str) -> dict[str, Any]:
        """Return the values of the page that shows a secret, this once."""
        self.request.override_renderer = "manage/webhooks/secret.html"
        return self.shown(webhook=webhook, secret=secret)


@onlyliftedfrom()
class WebhookList(WebhookBase):
    """All webhooks."""

    @view_config(renderer="manage/webhooks/list.html", request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """List them, each with its state and its last answer."""
        return self.shown(webhooks=queries.webhooks_of(self.request.db, self.owner))


@onlyliftedfrom()
class NewWebhook(WebhookBase):
    """A new webhook."""

    @view_config(renderer="manage/webhooks/new.html", request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        return self.shown(form=WebhookForm(chosen=["release.published", "file.uploaded"]))

    @view_config(
        renderer="manage/webhooks/new.html", request_method="POST", methods=("POST",)
    )
    def add(self) -> dict[str, Any]:
        """Add it and show its secret, this once."""
        form = WebhookForm(self.request.POST)
        if not form.validate():
            return self.shown(form=form)
        url, actor = form.url.data or "", self.request.actor
        try:
            webhook = self.service.add(self.owner, url, form.chosen, actor=actor)
        except WebhookRefused as error:
            form.refuse(error.message)
            return self.shown(form=form)
        return self.secret_page(webhook, webhook.secret)


@onlyliftedfrom()
class OneWebhook(WebhookBase):
    """One webhook, and what can be done with it."""

    @view_config(renderer="manage/webhooks/one.html", request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show it."""
        webhook = self.webhook()
        form = WebhookForm(chosen=webhook.events, data={"url": webhook.url})
        return self._page(webhook, form)

    @view_config(
        renderer="manage/webhooks/one.html", request_method="POST", methods=("POST",)
    )
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
        return self.shown(webhook=webhook, form=form, now=datetime.now(UTC))

    def _change(self, webhook: Webhook) -> dict[str, Any] | Response:
        form = WebhookForm(self.request.POST)
        if not form.validate():
            return self._page(webhook, form)
        url, actor = form.url.data or "", self.request.actor
        try:
            self.service.change(webhook, url, form.chosen, actor=actor)
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
        return HTTPSeeOther(self.path(f"{self.of}.webhooks"))


@onlyliftedfrom()
class WebhookLog(WebhookBase):
    """What was sent to a webhook."""

    @view_config(renderer="manage/webhooks/log.html", request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show one page of it, the newest first."""
        db, webhook = self.request.db, self.webhook()
        number = page_number(self.request.GET.get("page", "1"))
        page = numbered(number, queries.count_deliveries(db, webhook))
        found = queries.deliveries_of(db, webhook, offset=page.offset, limit=PER_PAGE)
        return self.shown(
            webhook=webhook,
            deliveries=found,
            number=number,
            newer=self._url(webhook, number - 1) if number > 1 else None,
            older=self._url(webhook, number + 1) if page.has_older else None,
        )

    def _url(self, webhook: Webhook, number: int) -> str:
        route = f"{self.of}.webhook.log"
        return self.path(route, id=webhook.id, _query={"page": number})


@onlyliftedfrom()
class OneDelivery(WebhookBase):
    """One delivery, and sending it again."""

    @view_config(renderer="manage/webhooks/delivery.html", request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show it with every attempt."""
        delivery = self._delivery()
        return self.shown(webhook=delivery.webhook, delivery=delivery)

    @view_config(request_method="POST", methods=("POST",))
    def send_again(self) -> Response:
        """Send it again."""
        delivery = self._delivery()
        try:
            self.service.send_again(delivery)
        except WebhookRefused as error:
            return self.lead(delivery.webhook, error.message)
        said = _("It is sent again. The log shows what came of it.")
        return self.lead(delivery.webhook, said)

    def _delivery(self) -> WebhookDelivery:
        webhook, text = self.webhook(), self.request.matchdict["position"]
        found = None
        if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
            found = queries.delivery_of(self.request.db, webhook, int(text))
        if found is None:
            raise HTTPNotFound(_("There is no such delivery. They are kept for 30 days."))
        return found

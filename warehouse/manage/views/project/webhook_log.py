"""What was sent to a webhook, what it answered, and sending it again."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.i18n import _
from warehouse.manage.views.paging import PER_PAGE, numbered, page_number
from warehouse.manage.views.project.webhooks import WebhookBase
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission
from warehouse.webhooks import WebhookRefused, queries
from warehouse.webhooks.models import Webhook, WebhookDelivery

_MOST_DIGITS = 18


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    uses_session=True,
)
class WebhookLogView(WebhookBase):
    """The log of a webhook."""

    @view_config(
        route_name="manage.project.webhook.log",
        renderer="manage/project/webhook_log.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Show one page of it, the newest first."""
        db, webhook = self.request.db, self.webhook()
        number = page_number(self.request.GET.get("page", "1"))
        page = numbered(number, queries.count_deliveries(db, webhook))
        found = queries.deliveries_of(db, webhook, offset=page.offset, limit=PER_PAGE)
        return self.page(
            webhook=webhook,
            deliveries=found,
            number=number,
            newer=self._url(webhook, number - 1) if number > 1 else None,
            older=self._url(webhook, number + 1) if page.has_older else None,
        )

    def _url(self, webhook: Webhook, number: int) -> str:
        route = "manage.project.webhook.log"
        return self.path(route, id=webhook.id, _query={"page": number})

    @view_config(
        route_name="manage.project.webhook.delivery",
        renderer="manage/project/webhook_delivery.html",
        request_method=("GET", "HEAD"),
    )
    def one(self) -> dict[str, Any]:
        """Show a delivery with every attempt."""
        delivery = self._delivery()
        return self.page(webhook=delivery.webhook, delivery=delivery)

    @view_config(
        route_name="manage.project.webhook.delivery",
        request_method="POST",
        methods=("POST",),
    )
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

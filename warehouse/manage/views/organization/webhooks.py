"""The webhooks of an organization, which are told of all its projects."""

from typing import Any

from pyramid.view import view_defaults
from venusian import lift

from warehouse.manage.views import webhooks
from warehouse.manage.views.organization.base import OrganizationView
from warehouse.organizations.models import Organization
from warehouse.organizations.resources import OrganizationResource
from warehouse.security import Permission


class _Webhooks(OrganizationView):
    section = "manage.organization.webhooks"
    of = "manage.organization"
    layout = "layouts/organization.html"

    @property
    def owner(self) -> Organization:
        """Return the organization."""
        return self.organization


def _page(route: str, *, reauth: bool) -> dict[str, Any]:
    return {
        "route_name": f"manage.organization.{route}",
        "context": OrganizationResource,
        "permission": Permission.ORGANIZATION_WRITE,
        "uses_session": True,
        "requires_reauth": reauth,
    }


@lift()
@view_defaults(**_page("webhooks", reauth=False))
class WebhookList(_Webhooks, webhooks.WebhookList):
    """All webhooks of an organization."""


@lift()
@view_defaults(**_page("webhooks.new", reauth=True))
class NewWebhook(_Webhooks, webhooks.NewWebhook):
    """A new webhook of an organization."""


@lift()
@view_defaults(**_page("webhook", reauth=True))
class OneWebhook(_Webhooks, webhooks.OneWebhook):
    """One webhook of an organization."""


@lift()
@view_defaults(**_page("webhook.log", reauth=False))
class WebhookLog(_Webhooks, webhooks.WebhookLog):
    """What was sent to a webhook of an organization."""


@lift()
@view_defaults(**_page("webhook.delivery", reauth=False))
class OneDelivery(_Webhooks, webhooks.OneDelivery):
    """One delivery to a webhook of an organization."""

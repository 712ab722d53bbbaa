"""The webhooks of a project."""

from typing import Any

from pyramid.view import view_defaults
from venusian import lift

from warehouse.manage.views import webhooks
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging.models import Project
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission


class _Webhooks(ProjectView):
    section = "manage.project.webhooks"
    of = "manage.project"
    layout = "layouts/project.html"

    @property
    def owner(self) -> Project:
        """Return the project."""
        return self.project


def _page(route: str, *, reauth: bool) -> dict[str, Any]:
    return {
        "route_name": f"manage.project.{route}",
        "context": ProjectResource,
        "permission": Permission.PROJECT_WRITE,
        "uses_session": True,
        "requires_reauth": reauth,
    }


@lift()
@view_defaults(**_page("webhooks", reauth=False))
class WebhookList(_Webhooks, webhooks.WebhookList):
    """All webhooks of a project."""


@lift()
@view_defaults(**_page("webhooks.new", reauth=True))
class NewWebhook(_Webhooks, webhooks.NewWebhook):
    """A new webhook of a project."""


@lift()
@view_defaults(**_page("webhook", reauth=True))
class OneWebhook(_Webhooks, webhooks.OneWebhook):
    """One webhook of a project."""


@lift()
@view_defaults(**_page("webhook.log", reauth=False))
class WebhookLog(_Webhooks, webhooks.WebhookLog):
    """What was sent to a webhook of a project."""


@lift()
@view_defaults(**_page("webhook.delivery", reauth=False))
class OneDelivery(_Webhooks, webhooks.OneDelivery):
    """One delivery to a webhook of a project."""

"""Signals."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from warehouse.organizations.signals import OrganizationSignal
from warehouse.packaging.signals import ProjectSignal
from warehouse.security import Actor
from warehouse.webhooks.models import Webhook


@dataclass(frozen=True)
class WebhookSignal(ProjectSignal):
    """Something that happened to one webhook of a project."""

    webhook: Webhook

    def details(self) -> dict[str, Any]:
        """Return by whom and which host; the whole address may have a secret in it."""
        return {**super().details(), "host": urlsplit(self.webhook.url).hostname}


class WebhookAdded(WebhookSignal, tag="project:webhook:add"):
    """A webhook was added."""


class WebhookChanged(WebhookSignal, tag="project:webhook:change"):
    """A webhook has another address or other events, or was switched on or off."""


class WebhookRotated(WebhookSignal, tag="project:webhook:rotate"):
    """A webhook has a new secret."""


class WebhookRemoved(WebhookSignal, tag="project:webhook:remove"):
    """A webhook was deleted."""


class WebhookFailed(WebhookSignal, tag="project:webhook:fail"):
    """A webhook was switched off because it did not answer as it should."""


@dataclass(frozen=True)
class OrganizationWebhookSignal(OrganizationSignal):
    """Something that happened to one webhook of an organization."""

    webhook: Webhook

    def details(self) -> dict[str, Any]:
        """Return by whom and which host; the whole address may have a secret in it."""
        return {**super().details(), "host": urlsplit(self.webhook.url).hostname}


class OrganizationWebhookAdded(OrganizationWebhookSignal, tag="organization:webhook:add"):
    """A webhook of an organization was added."""


class OrganizationWebhookChanged(
    OrganizationWebhookSignal, tag="organization:webhook:change"
):
    """It has another address or other events, or was switched on or off."""


class OrganizationWebhookRotated(
    OrganizationWebhookSignal, tag="organization:webhook:rotate"
):
    """A webhook of an organization has a new secret."""


class OrganizationWebhookRemoved(
    OrganizationWebhookSignal, tag="organization:webhook:remove"
):
    """A webhook of an organization was deleted."""


class OrganizationWebhookFailed(OrganizationWebhookSignal, tag="organization:webhook:fail"):
    """A webhook of an organization was switched off because it failed."""


_OF_ORGANIZATIONS: dict[type[WebhookSignal], type[OrganizationWebhookSignal]] = {
    WebhookAdded: OrganizationWebhookAdded,
    WebhookChanged: OrganizationWebhookChanged,
    WebhookRotated: OrganizationWebhookRotated,
    WebhookRemoved: OrganizationWebhookRemoved,
    WebhookFailed: OrganizationWebhookFailed,
}


def about(
    kind: type[WebhookSignal], webhook: Webhook, actor: Actor
) -> WebhookSignal | OrganizationWebhookSignal | None:
    """Return the signal of this kind for whoever has a webhook, None if they are gone."""
    if webhook.organization is not None:
        return _OF_ORGANIZATIONS[kind](webhook.organization, actor, webhook)
    return None if webhook.project is None else kind(webhook.project, actor, webhook)

"""Signals."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from warehouse.packaging.signals import ProjectSignal
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

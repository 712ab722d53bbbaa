"""Messages."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class WebhookFailedMail(Mail, template="webhook-failed"):
    """Says that a webhook was switched off, and what it answered last."""

    username: str
    project: str
    host: str
    said: str
    link: str

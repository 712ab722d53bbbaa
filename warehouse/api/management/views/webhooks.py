"""The webhooks of a project."""

from functools import partial
from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import Choices, Text
from warehouse.api.management.calls import Answer, Call, endpoint
from warehouse.api.management.problems import FieldError, Problem
from warehouse.api.management.views.projects import WRITES
from warehouse.http.keys import found_by_key
from warehouse.webhooks import WebhookRefused, WebhookService, queries
from warehouse.webhooks.events import EVENTS
from warehouse.webhooks.models import Webhook


@endpoint("api.v1.webhooks", **WRITES)
def webhooks(call: Call) -> dict[str, Any]:
    """Answer with the webhooks of a project, the oldest first."""
    found = queries.webhooks_of(call.request.db, call.project)
    return {"webhooks": [documents.webhook_document(each) for each in found]}


@endpoint(
    "api.v1.webhooks",
    "POST",
    fields={"url": Text(2000), "events": Choices(tuple(EVENTS))},
    **WRITES,
)
def add_webhook(call: Call) -> Answer:
    """Add a webhook; the answer has its secret, this once."""
    try:
        webhook = call.request.service(WebhookService).add(
            call.project,
            call.given["url"],
            call.given["events"],
            actor=call.request.actor,
        )
    except WebhookRefused as error:
        wrong = FieldError("url", str(error.message))
        raise Problem(400, wrong.message, errors=[wrong]) from error
    return Answer(201, {**documents.webhook_document(webhook), "secret": webhook.secret})


@endpoint("api.v1.webhook", **WRITES)
def webhook(call: Call) -> dict[str, Any]:
    """Answer with one webhook."""
    return documents.webhook_document(_webhook(call))


@endpoint("api.v1.webhook", "DELETE", **WRITES)
def delete_webhook(call: Call) -> Answer:
    """Delete a webhook with its log."""
    found = _webhook(call)
    call.request.service(WebhookService).remove(found, actor=call.request.actor)
    return Answer(204)


def _webhook(call: Call) -> Webhook:
    find = partial(queries.webhook_of, call.request.db, call.project)
    return found_by_key(call.request, find, "There is no such webhook.")

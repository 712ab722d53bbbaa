"""The webhooks of a project."""

from functools import partial
from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import (
    UNCHANGED,
    Choices,
    Optional,
    Switch,
    Text,
)
from warehouse.api.management.calls import Answer, Call, endpoint
from warehouse.api.management.problems import FieldError, Problem
from warehouse.api.management.views.projects import WRITES
from warehouse.http.keys import found_by_key
from warehouse.webhooks import WebhookRefused, WebhookService, queries
from warehouse.webhooks.events import EVENTS
from warehouse.webhooks.models import Webhook, WebhookState


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
        webhook = _service(call).add(
            call.project,
            call.given["url"],
            call.given["events"],
            actor=call.request.actor,
        )
    except WebhookRefused as error:
        raise _wrong_address(error) from error
    return Answer(201, _with_secret(webhook))


@endpoint("api.v1.webhook", **WRITES)
def webhook(call: Call) -> dict[str, Any]:
    """Answer with one webhook."""
    return documents.webhook_document(_webhook(call))


@endpoint(
    "api.v1.webhook",
    "PATCH",
    fields={
        "url": Optional(Text(2000)),
        "events": Optional(Choices(tuple(EVENTS))),
        "active": Optional(Switch()),
    },
    **WRITES,
)
def change_webhook(call: Call) -> dict[str, Any]:
    """Change those of address, events and state that were sent."""
    found, actor = _webhook(call), call.request.actor
    sent = {name: each for name, each in call.given.items() if each is not UNCHANGED}
    if "url" in sent or "events" in sent:
        url, events = sent.get("url", found.url), sent.get("events", found.events)
        try:
            _service(call).change(found, url, events, actor=actor)
        except WebhookRefused as error:
            raise _wrong_address(error) from error
    match sent.get("active"), found.state:
        case True, WebhookState.OFF | WebhookState.FAILED:
            _service(call).switch_on(found, actor=actor)
        case False, WebhookState.ON | WebhookState.FAILED:
            _service(call).switch_off(found, actor=actor)
    return documents.webhook_document(found)


@endpoint("api.v1.webhook.rotate", "POST", **WRITES)
def rotate_secret(call: Call) -> dict[str, Any]:
    """Make a new secret, which the answer has, this once."""
    found = _webhook(call)
    _service(call).rotate(found, actor=call.request.actor)
    return _with_secret(found)


@endpoint("api.v1.webhook.test", "POST", **WRITES)
def send_test(call: Call) -> Answer:
    """Send an event that says nothing."""
    try:
        _service(call).test(_webhook(call))
    except WebhookRefused as error:
        raise Problem(409, str(error.message)) from error
    return Answer(204)


@endpoint("api.v1.webhook", "DELETE", **WRITES)
def delete_webhook(call: Call) -> Answer:
    """Delete a webhook with its log."""
    found = _webhook(call)
    _service(call).remove(found, actor=call.request.actor)
    return Answer(204)


def _service(call: Call) -> WebhookService:
    return call.request.service(WebhookService)


def _with_secret(webhook: Webhook) -> dict[str, Any]:
    return {**documents.webhook_document(webhook), "secret": webhook.secret}


def _wrong_address(error: WebhookRefused) -> Problem:
    wrong = FieldError("url", str(error.message))
    return Problem(400, wrong.message, errors=[wrong])


def _webhook(call: Call) -> Webhook:
    find = partial(queries.webhook_of, call.request.db, call.project)
    return found_by_key(call.request, find, "There is no such webhook.")

"""The endpoint at which a mail service tells what became of our messages."""

from typing import Any

import orjson
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.email.models import MailStatus
from warehouse.email.reports import MailReport, MailReports
from warehouse.http import Request
from warehouse.security.webhooks import WebhookRefused, WebhookSecrets

_MOST = 1000
_TYPES = {
    "delivered": MailStatus.DELIVERED,
    "soft_bounced": MailStatus.SOFT_BOUNCED,
    "bounced": MailStatus.BOUNCED,
    "complained": MailStatus.COMPLAINED,
}


class EventInvalid(Exception):
    """Something in the list is no event; says what."""


@view_config(route_name="api.mail.events", methods=("OPTIONS", "POST"), require_csrf=False)
def take_events(request: Request) -> Response:
    """Store what became of messages; all events of the list, or none."""
    secrets: WebhookSecrets = request.registry[WebhookSecrets]
    if not secrets:
        raise HTTPNotFound("Events of mail are not taken here.")
    body = request.body
    try:
        secrets.verify(request.headers, body)
        reports = _read(body)
    except WebhookRefused as error:
        return _answer(403, str(error))
    except EventInvalid as error:
        return _answer(400, str(error))
    for each in reports:
        request.service(MailReports).take(each)
    return Response(status=204)


def _read(body: bytes) -> list[MailReport]:
    try:
        items: Any = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise EventInvalid(f"The body is no JSON: {error}.") from error
    if not isinstance(items, list) or len(items) > _MOST:
        raise EventInvalid(f"The body is not a list of at most {_MOST} events.")
    return [_report(item, position) for position, item in enumerate(items)]


def _report(item: Any, position: int) -> MailReport:
    values = item if isinstance(item, dict) else {}
    for name in ("type", "message_id", "recipient"):
        if not isinstance(values.get(name), str):
            raise EventInvalid(f"Event {position} has no {name}, which is to be a text.")
    outcome = _TYPES.get(values["type"])
    if outcome is None:
        known = ", ".join(_TYPES)
        raise EventInvalid(f"The type of event {position} is not one of {known}.")
    detail = values.get("detail")
    return MailReport(
        outcome,
        f"<{values['message_id'].strip().strip('<>')}>",
        (values["recipient"],),
        detail if isinstance(detail, str) else "",
    )


def _answer(status: int, message: str) -> Response:
    response = Response(
        status=status,
        body=orjson.dumps({"message": message}),
        content_type="application/json",
    )
    response.charset = None
    return response

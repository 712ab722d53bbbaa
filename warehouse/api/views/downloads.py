"""Downloads of a project as JSON, and the endpoint that takes log lines of a CDN."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.serializers.wire import dump
from warehouse.downloads import DownloadService, queries
from warehouse.downloads.clients import Audience
from warehouse.downloads.log_lines import LogInvalid, read_log
from warehouse.downloads.reports import facets_of, report_of
from warehouse.downloads.services import KEPT_DAYS
from warehouse.http import Request
from warehouse.packaging.resources import ProjectResource
from warehouse.security.webhooks import WebhookRefused, WebhookSecrets

_HOUR = 3600
_VALUES = 100
_LONGEST_ID = 200


@view_config(
    route_name="api.downloads.project",
    context=ProjectResource,
    stored_for=_HOUR,
    names_host=False,
)
def project(context: ProjectResource, request: Request) -> Response:
    """Answer with the downloads of a project, by day and by month."""
    project = context.project
    if project.is_quarantined:
        raise HTTPNotFound
    today = datetime.now(UTC).date()
    report = report_of(request.db, project.id, today, days=KEPT_DAYS + 1)
    months = queries.months_of(request.db, project.id)
    facets = facets_of(request.db, project.id, today, limit=_VALUES)
    document = {
        "project": project.normalized_name,
        "last_day": report.installed(1),
        "last_week": report.installed(7),
        "last_month": report.installed(30),
        "days": [
            {"day": each.day.isoformat(), **_by_audience(each.counts)}
            for each in report.days
            if each.counts
        ],
        "months": [
            {"month": f"{month:%Y-%m}", **_by_audience(counts)}
            for month, counts in months.items()
        ],
        **{
            f"by_{facet}": [{"value": value, "count": count} for value, count in rows]
            for facet, rows in facets.items()
        },
    }
    return open_to_all(_json(200, document))


@view_config(
    route_name="api.downloads.log", methods=("OPTIONS", "POST"), require_csrf=False
)
def take_log(request: Request) -> Response:
    """Count the lines of a batch, once however often it is sent."""
    secrets = WebhookSecrets(request.settings.downloads.secrets)
    if not secrets:
        raise HTTPNotFound("Log lines are not taken here.")
    body = request.body
    batch = request.headers.get("Webhook-Id", "")
    try:
        secrets.verify(request.headers, body)
        if len(batch) > _LONGEST_ID or not (batch.isascii() and batch.isprintable()):
            raise LogInvalid(f"Webhook-Id is to have at most {_LONGEST_ID} ASCII letters.")
        counts = read_log(body, datetime.now(UTC))
    except WebhookRefused as error:
        return _json(403, {"message": str(error)})
    except LogInvalid as error:
        return _json(400, {"message": str(error)})
    counted = request.service(DownloadService).record_batch(batch, counts) or 0
    sent = sum(count for _, count in counts)
    return _json(200, {"counted": counted, "ignored": sent - counted})


def _by_audience(counts: Any) -> dict[str, int]:
    return {str(each): counts.get(each, 0) for each in Audience}


def _json(status: int, document: dict[str, Any]) -> Response:
    body = dump(document).rstrip(b"\n")
    response = Response(status=status, body=body, content_type="application/json")
    response.charset = None
    return response

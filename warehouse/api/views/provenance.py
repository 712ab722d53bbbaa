"""The provenance of a file: who made it, proved by attestations (PEP 740)."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.serializers.provenance import (
    KEPT_SECONDS,
    V1_JSON,
    provenance_document,
    refusal_of_provenance,
)
from warehouse.attestations.caching import PROVENANCE
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.packaging import queries
from warehouse.packaging.resources import ReleaseResource

_OFFERS = (V1_JSON, "application/json")


def _negotiated(request: Request) -> str | None:
    """Return the media type to answer with, or None if none of ours is accepted."""
    accepted = request.accept.acceptable_offers(_OFFERS)
    return accepted[0][0] if accepted else None


@view_config(
    route_name="api.integrity",
    context=ReleaseResource,
    methods=("GET",),
    cached_for=KEPT_SECONDS,
    stored_for=DAY,
    surrogate_keys=(PROVENANCE,),
    varies_by=_negotiated,
)
def provenance(context: ReleaseResource, request: Request) -> Response:
    """Answer with the attestations of one file, as they were verified."""
    media_type = _negotiated(request)
    if media_type is None:
        return refusal_of_provenance(406, "Request not acceptable")
    if request.service(Flags).is_on("disable-pep740"):
        return refusal_of_provenance(403, "Attestations temporarily disabled")
    if context.project.is_quarantined or context.release.is_quarantined:
        raise HTTPNotFound
    filename = request.matchdict["filename"]
    found = queries.provenance_of(request.db, context.release, filename)
    if found is None:
        raise HTTPNotFound
    body = provenance_document(found)
    response = open_to_all(Response(body=body, content_type=media_type))
    response.charset = None
    response.vary = ("Accept",)
    return response

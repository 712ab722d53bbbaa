"""The public page of an organization."""

from typing import Any

from pyramid.httpexceptions import (
    HTTPMovedPermanently,
    HTTPNotFound,
    HTTPPermanentRedirect,
)
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.caching import user_key
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.i18n import _
from warehouse.namespaces.queries import namespaces_of
from warehouse.organizations.caching import organization_key
from warehouse.organizations.domain_queries import verified_domains_of
from warehouse.organizations.explanations import ROLE_WORDS
from warehouse.organizations.models import Organization, OrganizationType
from warehouse.organizations.resources import OrganizationResource
from warehouse.organizations.visibility_queries import public_members_of, public_teams_of
from warehouse.packaging.caching import project_key
from warehouse.packaging.queries import projects_of_organization
from warehouse.pages.views.profile import by_status
from warehouse.purges import ALL_HTML

KINDS = {
    OrganizationType.COMMUNITY: _("Community"),
    OrganizationType.COMPANY: _("Company"),
}
"""How each type is called."""


@view_config(
    route_name="pages.organization",
    context=OrganizationResource,
    renderer="pages/organization.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def organization(
    context: OrganizationResource, request: Request
) -> dict[str, Any] | Response:
    """Show what an organization says of itself, and its projects."""
    organization = context.organization
    if not organization.is_active:
        raise HTTPNotFound
    moved = _elsewhere(organization, request)
    if moved is not None:
        return moved
    projects = projects_of_organization(request.db, organization)
    request.depend_on(*(project_key(each.name) for each in projects))
    members = public_members_of(request.db, organization)
    request.depend_on(*(user_key(each.user.username) for each in members))
    return {
        "organization": organization,
        "domains": verified_domains_of(request.db, organization),
        "namespaces": namespaces_of(request.db, organization),
        "kind": KINDS[organization.orgtype],
        "members": members,
        "teams": public_teams_of(request.db, organization),
        "role_words": ROLE_WORDS,
        "page_url": request.route_url("pages.organization", name=organization.name),
        "picture_url": request.route_url("pages.picture"),
        **by_status(projects),
    }


def _elsewhere(organization: Organization, request: Request) -> Response | None:
    """Redirect former names and other spellings to the name of today."""
    asked = request.matchdict["name"]
    if asked == organization.name:
        return None
    location = request.current_route_url(name=organization.name, _query=request.GET)
    if organization_key(asked) == organization_key(organization.name):
        return HTTPMovedPermanently(location)
    return HTTPPermanentRedirect(location)

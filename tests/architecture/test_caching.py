"""A view whose answer is stored names the keys it shows, or it would never change."""

import pytest

from warehouse.accounts.resources import PersonResource
from warehouse.index_views.resources import ViewResource
from warehouse.organizations.resources import OrganizationResource
from warehouse.packaging.resources import ProjectResource, ReleaseResource
from warehouse.purges import ALL_HTML
from warehouse.upstreams.resources import UpstreamProjectResource, UpstreamReleaseResource

UNCHANGING = {
    "api.robots",
    "api.opensearch",
    "api.security",
    "api.documentation",
    "api.openapi.json",
    "api.openapi.yaml",
    "pages.guide",
    "pages.help",
    "pages.picture",
    "pages.privacy",
    "pages.security",
    "pages.sitemap",
    "pages.terms",
}
"""What only a new version of the code, or of the settings, changes."""

OF_ONE_THING = {
    OrganizationResource,
    PersonResource,
    ProjectResource,
    ReleaseResource,
    UpstreamProjectResource,
    UpstreamReleaseResource,
    ViewResource,
}
"""What says by itself which key it waits for."""


@pytest.fixture
def kept(configurator):
    views = configurator.introspector.get_category("views")
    found = [each["introspectable"] for each in views]
    return [
        view
        for view in found
        if view.get("cached_for") is not None or view.get("stored_for") is not None
    ]


def test_every_view_that_is_kept_says_what_it_shows(kept):
    silent = {
        view["route_name"]
        for view in kept
        if not set(view.get("surrogate_keys") or ()) - {ALL_HTML}
        and view["context"] not in OF_ONE_THING
    }
    assert silent == UNCHANGING


def test_no_view_that_is_kept_has_a_session_or_looks_at_who_asks(kept):
    assert len(kept) > 10
    assert not [view["route_name"] for view in kept if view.get("uses_session")]
    assert not [view["route_name"] for view in kept if view.get("permission")]

"""Registering a view for each list."""

from pyramid.config import Configurator

from warehouse.admin.views.lists import ListingView
from warehouse.listings import LISTINGS


def includeme(config: Configurator) -> None:
    """Have each list shown at its path, and exported with `?format=`."""
    for listing in LISTINGS:
        name = f"{listing.name.title().replace('-', '')}View"
        view = type(name, (ListingView,), {"listing": listing, "__doc__": listing.title})
        options = {
            "route_name": listing.route,
            "permission": listing.permission,
            "uses_session": True,
        }
        config.add_view(view, attr="show", renderer="admin/list.html", **options)
        config.add_view(view, attr="export", request_param="format", **options)

"""The URLs under /admin/."""

from pyramid.config import Configurator

from warehouse.admin.resources import AdminResource
from warehouse.listings import LISTINGS

_PAGES = (
    ("admin.dashboard", "/admin/"),
    ("admin.roles", "/admin/roles/"),
    ("admin.user", "/admin/users/{username}/"),
    *(
        (f"admin.user.{each}", f"/admin/users/{{username}}/{each}/")
        for each in (
            *("edit", "freeze", "unfreeze", "delete"),
            *("emails", "add_email", "delete_email"),
            *("reset_password", "burn_recovery_codes"),
            *("files", "export", "quarantine_projects", "clear_quarantine_projects"),
        )
    ),
    ("admin.project", "/admin/projects/{name}/"),
    ("admin.project.upload_limit", "/admin/projects/{name}/set_upload_limit/"),
    ("admin.project.total_size_limit", "/admin/projects/{name}/set_total_size_limit/"),
    ("admin.project.add_role", "/admin/projects/{name}/add_role/"),
    ("admin.project.delete_role", "/admin/projects/{name}/delete_role/{role}/"),
    ("admin.project.delete", "/admin/projects/{name}/delete/"),
    ("admin.release", "/admin/projects/{name}/release/{version}/"),
    ("admin.release.delete", "/admin/projects/{name}/release/{version}/delete/"),
    ("admin.release.delete_file", "/admin/projects/{name}/release/{version}/delete_file/"),
)


def includeme(config: Configurator) -> None:
    """Register the routes, which are for sessions of staff."""
    staff = {"accepts": {"session"}, "factory": AdminResource}
    for name, path in _PAGES:
        config.add_route(name, path, **staff)
    for listing in LISTINGS:
        config.add_route(listing.route, listing.path, **staff)

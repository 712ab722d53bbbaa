"""The URLs under /admin/."""

from pyramid.config import Configurator

from warehouse.admin.resources import AdminResource
from warehouse.listings import LISTINGS

_PAGES = (
    ("admin.dashboard", "/admin/"),
    ("admin.roles", "/admin/roles/"),
    ("admin.search", "/admin/search/"),
    ("admin.user", "/admin/users/{username}/"),
    *(
        (f"admin.user.{each.replace('/', '.')}", f"/admin/users/{{username}}/{each}/")
        for each in (
            *("edit", "freeze", "unfreeze", "delete"),
            *("emails", "add_email", "delete_email"),
            *("reset_password", "burn_recovery_codes"),
            *("account_recovery/initiate", "account_recovery/cancel"),
            *("account_recovery/complete",),
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

_NAMES = (
    *(
        (
            f"admin.prohibited_project_names.{each}",
            f"/admin/prohibited_project_names/{each}/",
        )
        for each in ("add", "bulk", "ultranorm_release")
    ),
    (
        "admin.prohibited_project_name.remove",
        "/admin/prohibited_project_names/remove/{name}/",
    ),
    (
        "admin.prohibited_project_name.release",
        "/admin/prohibited_project_names/release/{name}/",
    ),
    ("admin.prohibited_project_name", "/admin/prohibited_project_names/{name}/"),
    ("admin.prohibited_user_names.bulk", "/admin/prohibited_user_names/bulk/"),
    ("admin.prohibited_email_domains.add", "/admin/prohibited_email_domains/add/"),
    (
        "admin.prohibited_email_domains.remove",
        "/admin/prohibited_email_domains/remove/{domain}/",
    ),
)
_ORGANIZATIONS = (
    ("admin.organization", "/admin/organizations/{id}/"),
    ("admin.organization.edit", "/admin/organizations/{id}/edit/"),
    ("admin.organization.rename", "/admin/organizations/{id}/rename/"),
    ("admin.organization.upload_limit", "/admin/organizations/{id}/set_upload_limit/"),
    (
        "admin.organization.total_size_limit",
        "/admin/organizations/{id}/set_total_size_limit/",
    ),
    ("admin.organization.add_role", "/admin/organizations/{id}/add_role/"),
    (
        "admin.organization.update_role",
        "/admin/organizations/{id}/update_role/{role}/",
    ),
    (
        "admin.organization.delete_role",
        "/admin/organizations/{id}/delete_role/{role}/",
    ),
)
_ACCESS = (
    ("admin.classifiers.add", "/admin/classifiers/add/"),
    ("admin.classifiers.sync", "/admin/classifiers/sync/"),
    ("admin.classifier", "/admin/classifiers/{id}/"),
    ("admin.classifier.deprecate", "/admin/classifiers/{id}/deprecate/"),
    ("admin.classifier.restore", "/admin/classifiers/{id}/restore/"),
    ("admin.flags", "/admin/flags/"),
    ("admin.flags.edit", "/admin/flags/edit/"),
    ("admin.ip_address", "/admin/ip-addresses/{address}/"),
    ("admin.ip_address.ban", "/admin/ip-addresses/{address}/ban/"),
    ("admin.ip_address.unban", "/admin/ip-addresses/{address}/unban/"),
    ("admin.token.decode", "/admin/token/decode"),
    ("admin.token", "/admin/macaroons/{id}/"),
    ("admin.token.delete", "/admin/macaroons/{id}/delete/"),
)


def includeme(config: Configurator) -> None:
    """Register the routes, which are for sessions of staff."""
    staff = {"accepts": {"session"}, "factory": AdminResource}
    for name, path in (*_PAGES, *_NAMES, *_ORGANIZATIONS, *_ACCESS):
        config.add_route(name, path, **staff)
    for listing in LISTINGS:
        config.add_route(listing.route, listing.path, **staff)

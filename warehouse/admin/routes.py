"""The URLs under /admin/."""

from typing import Any

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
            *("emails", "add_email", "delete_email", "email_domain_check"),
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
    ("admin.deletion", "/admin/deletions/{id}/"),
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
    (
        "admin.organization.remove_provider",
        "/admin/organizations/{id}/remove_provider/",
    ),
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
    ("admin.upstreams", "/admin/upstreams/"),
    ("admin.upstreams.add", "/admin/upstreams/add/"),
    ("admin.upstreams.take", "/admin/upstreams/take/"),
    ("admin.upstream.release", "/admin/upstreams/release/{name}/"),
    ("admin.upstream.switch", "/admin/upstreams/switch/{name}/"),
    ("admin.views", "/admin/views/"),
    ("admin.view.create", "/admin/new-view/"),
    ("admin.view.edit", "/admin/views/{name}/edit/"),
    ("admin.view.delete", "/admin/views/{name}/delete/"),
    ("admin.view.pins.release", "/admin/views/{name}/release-files/"),
    ("admin.view", "/admin/views/{name}/"),
    ("admin.flags", "/admin/flags/"),
    ("admin.flags.edit", "/admin/flags/edit/"),
    ("admin.ip_address", "/admin/ip-addresses/{address}/"),
    ("admin.ip_address.ban", "/admin/ip-addresses/{address}/ban/"),
    ("admin.ip_address.unban", "/admin/ip-addresses/{address}/unban/"),
    ("admin.token.decode", "/admin/token/decode"),
    ("admin.token", "/admin/macaroons/{id}/"),
    ("admin.token.delete", "/admin/macaroons/{id}/delete/"),
)

_REPORT = "/admin/malware_reports/{id}/"
_OF_PROJECT = "/admin/projects/{name}/malware_reports/"
_MODERATION = (
    ("admin.malware_reports", "/admin/malware_reports/"),
    ("admin.malware_report", _REPORT),
    ("admin.malware_report.not_malware", f"{_REPORT}not_malware/"),
    ("admin.malware_report.quarantine", f"{_REPORT}quarantine/"),
    ("admin.malware_report.quarantine_releases", f"{_REPORT}quarantine_releases/"),
    ("admin.malware_report.remove", f"{_REPORT}remove_malware/"),
    ("admin.malware_report.remove_releases", f"{_REPORT}remove_releases/"),
    ("admin.project.reports", _OF_PROJECT),
    ("admin.project.reports.not_malware", f"{_OF_PROJECT}not_malware/"),
    ("admin.project.reports.quarantine", f"{_OF_PROJECT}quarantine/"),
    ("admin.project.reports.remove", f"{_OF_PROJECT}remove_malware/"),
    ("admin.project.reports.removed", f"{_OF_PROJECT}remove_release/"),
    ("admin.file", "/admin/projects/{name}/files/{filename}/"),
    ("admin.quarantine", "/admin/quarantine/"),
    ("admin.reputation", "/admin/observers/reputation/"),
    ("admin.observer", "/admin/observers/reputation/{id}/"),
    ("admin.insights", "/admin/observations/insights/"),
    ("admin.project.quarantine", "/admin/projects/{name}/quarantine/"),
    ("admin.project.clear", "/admin/projects/{name}/remove_from_quarantine/"),
    ("admin.project.archive", "/admin/projects/{name}/archive/"),
    ("admin.project.unarchive", "/admin/projects/{name}/unarchive/"),
    ("admin.project.private", "/admin/projects/{name}/make_private/"),
    ("admin.project.public", "/admin/projects/{name}/make_public/"),
    ("admin.project.observe", "/admin/projects/{name}/add_project_observation/"),
    (
        "admin.release.observe",
        "/admin/projects/{name}/release/{version}/add_release_observation/",
    ),
    ("admin.release.quarantine", "/admin/projects/{name}/release/{version}/quarantine/"),
    (
        "admin.release.clear",
        "/admin/projects/{name}/release/{version}/remove_from_quarantine/",
    ),
)

_OPERATIONS = (
    *(
        (f"admin.{kind}{name}", f"/admin/{kind}s/{path}")
        for kind in ("banner", "sponsor")
        for name, path in (("s", ""), (".create", "create/"), (".delete", "{id}/delete/"))
    ),
    ("admin.banner.preview", "/admin/banners/{id}/preview/"),
    ("admin.banner", "/admin/banners/{id}/"),
    ("admin.sponsor", "/admin/sponsors/{id}/"),
    ("admin.mailings.new", "/admin/emails/mass/"),
    ("admin.mailings.search", "/admin/emails/mass/search/"),
    ("admin.mailing", "/admin/emails/mass/{id}/"),
    ("admin.mailing.begin", "/admin/emails/mass/{id}/send/"),
    ("admin.mailing.stop", "/admin/emails/mass/{id}/stop/"),
    ("admin.email.html", "/admin/emails/{id}/html/"),
    ("admin.email.resend", "/admin/emails/{id}/resend/"),
    ("admin.settings", "/admin/settings/"),
    ("admin.caches", "/admin/caches/"),
    ("admin.caches.purge", "/admin/caches/purge/"),
    ("admin.storage", "/admin/storage/"),
    ("admin.storage.check", "/admin/storage/check/"),
    ("admin.storage_check", "/admin/storage/{id}/"),
    ("admin.storage_check.stop", "/admin/storage/{id}/stop/"),
    ("admin.storage_check.go_on", "/admin/storage/{id}/go_on/"),
    ("admin.jobs", "/admin/jobs/"),
    ("admin.task_run", "/admin/jobs/run/{id}/"),
    ("admin.task_run.again", "/admin/jobs/run/{id}/again/"),
    ("admin.task_run.cancel", "/admin/jobs/run/{id}/cancel/"),
    ("admin.schedule.run", "/admin/jobs/schedule/{task}/run/"),
)

_ADVISORY = "/admin/vulnerabilities/{source}/{id}/"
_ADVISORIES = (
    ("admin.vulnerability", _ADVISORY),
    ("admin.vulnerability.delete", f"{_ADVISORY}delete/"),
)

_PANELS = (
    ("admin.panels.project", "administer-project-include/{name}"),
    ("admin.panels.user", "administer-user-include/{username}"),
    ("admin.panels.organization", "administer-organization-include/{name}"),
)
"""Parts of public pages that only staff see."""


def includeme(config: Configurator) -> None:
    """Register the routes, which are for sessions of staff."""
    staff = {"accepts": {"session"}, "factory": AdminResource}
    pages = (*_PAGES, *_NAMES, *_ORGANIZATIONS, *_ACCESS, *_MODERATION, *_OPERATIONS)
    pages += _ADVISORIES
    for name, path in pages:
        config.add_route(name, path, **staff)
    searches = "/admin/saved-searches"
    config.add_route("admin.saved_searches.add", f"{searches}/add/", **staff)
    config.add_route("admin.saved_searches.remove", f"{searches}/{{id}}/remove/", **staff)
    for name, path in _PANELS:
        config.add_route(name, f"/_includes/authed/{path}", **staff)
    config.add_route("admin.approval", "/admin/approvals/{id}/", **staff)
    _add_decisions(config, staff)
    rules = "/admin/yara-rules"
    config.add_route("admin.yara_rules.add", f"{rules}/add/", **staff)
    config.add_route("admin.yara_rules.one", f"{rules}/{{name}}/", **staff)
    for each in ("change", "switch", "delete"):
        config.add_route(f"admin.yara_rules.{each}", f"{rules}/{{name}}/{each}/", **staff)
    config.add_route(
        "admin.file_match.dismiss", "/admin/file-matches/{id}/dismiss/", **staff
    )
    config.add_route(
        "admin.name_match.dismiss", "/admin/name-matches/{id}/dismiss/", **staff
    )
    config.add_route("admin.bulk", "/admin/bulk/", **staff)
    config.add_route("admin.bulk.one", "/admin/bulk/{id}/", **staff)
    config.add_route("admin.bulk.stop", "/admin/bulk/{id}/stop/", **staff)
    for listing in LISTINGS:
        config.add_route(listing.route, listing.path, **staff)
    # Whatever is below a list and is no page of another name.
    config.add_route("admin.email", "/admin/emails/{id}/", **staff)


def _add_decisions(config: Configurator, staff: dict[str, Any]) -> None:
    """Add the routes of what people ask of staff."""
    application = "/admin/organization_applications/{id}/"
    config.add_route("admin.application", application, **staff)
    for each in ("approve", "decline", "defer", "ask", "note"):
        config.add_route(f"admin.application.{each}", f"{application}{each}/", **staff)
    application = "/admin/namespace_applications/{id}/"
    config.add_route("admin.namespace_application", application, **staff)
    for each in ("approve", "decline", "ask", "note"):
        name = f"admin.namespace_application.{each}"
        config.add_route(name, f"{application}{each}/", **staff)
    remove = "/admin/namespaces/{id}/remove/"
    config.add_route("admin.namespace.remove", remove, **staff)
    config.add_route("admin.appeal", "/admin/appeals/{id}/", **staff)
    for each in ("answer", "accept", "decline"):
        config.add_route(f"admin.appeal.{each}", f"/admin/appeals/{{id}}/{each}/", **staff)

"""The URLs under /admin/."""

from pyramid.config import Configurator

from warehouse.admin.resources import AdminResource
from warehouse.listings import LISTINGS

_PAGES = (
    ("admin.dashboard", "/admin/"),
    ("admin.roles", "/admin/roles/"),
    ("admin.user", "/admin/users/{username}/"),
    ("admin.user.freeze", "/admin/users/{username}/freeze/"),
    ("admin.user.unfreeze", "/admin/users/{username}/unfreeze/"),
    ("admin.project", "/admin/projects/{name}/"),
    ("admin.project.upload_limit", "/admin/projects/{name}/set_upload_limit/"),
    ("admin.project.total_size_limit", "/admin/projects/{name}/set_total_size_limit/"),
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
    ("admin.project.quarantine", "/admin/projects/{name}/quarantine/"),
    ("admin.project.clear", "/admin/projects/{name}/remove_from_quarantine/"),
    ("admin.project.archive", "/admin/projects/{name}/archive/"),
    ("admin.project.unarchive", "/admin/projects/{name}/unarchive/"),
    ("admin.project.observe", "/admin/projects/{name}/add_project_observation/"),
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
    ("admin.mailing", "/admin/emails/mass/{id}/"),
    ("admin.mailing.begin", "/admin/emails/mass/{id}/send/"),
    ("admin.mailing.stop", "/admin/emails/mass/{id}/stop/"),
    ("admin.email.html", "/admin/emails/{id}/html/"),
    ("admin.email.resend", "/admin/emails/{id}/resend/"),
    ("admin.settings", "/admin/settings/"),
    ("admin.caches", "/admin/caches/"),
    ("admin.caches.purge", "/admin/caches/purge/"),
    ("admin.jobs", "/admin/jobs/"),
    ("admin.task_run", "/admin/jobs/run/{id}/"),
    ("admin.task_run.again", "/admin/jobs/run/{id}/again/"),
    ("admin.task_run.cancel", "/admin/jobs/run/{id}/cancel/"),
    ("admin.schedule.run", "/admin/jobs/schedule/{task}/run/"),
)


def includeme(config: Configurator) -> None:
    """Register the routes, which are for sessions of staff."""
    staff = {"accepts": {"session"}, "factory": AdminResource}
    for name, path in (*_PAGES, *_MODERATION, *_OPERATIONS):
        config.add_route(name, path, **staff)
    config.add_route("admin.approval", "/admin/approvals/{id}/", **staff)
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

"""The menu of /admin: what staff may see, and nothing else."""

from dataclasses import dataclass

from warehouse.http import Request
from warehouse.listings import LISTINGS
from warehouse.security import Permission


@dataclass(frozen=True)
class Entry:
    """One place: its route, its title, its icon, and the permission that it needs."""

    route: str
    title: str
    icon: str
    permission: str


_ICONS = {
    "users": "user",
    "projects": "package",
    "releases": "tag",
    "files": "file",
    "journals": "clock",
    "user-events": "clock",
    "project-events": "clock",
    "organization-events": "clock",
    "ip-addresses": "link",
    "tokens": "key",
    "emails": "mail",
    "audit": "shield",
}

_MODERATION = (
    Entry(
        "admin.malware_reports",
        "Malware reports",
        "warning",
        Permission.ADMIN_OBSERVATIONS_READ,
    ),
    Entry("admin.quarantine", "Quarantine", "lock", Permission.ADMIN_OBSERVATIONS_READ),
    Entry("admin.reputation", "Reporters", "verified", Permission.ADMIN_OBSERVATIONS_READ),
)

MENU = (
    Entry("admin.dashboard", "What needs me", "shield", Permission.ADMIN_DASHBOARD),
    *_MODERATION,
    *(
        Entry(
            each.route,
            each.title,
            _ICONS.get(each.name, "layers"),
            each.permission,
        )
        for each in LISTINGS
    ),
    Entry("admin.flags", "Flags", "layers", Permission.ADMIN_FLAGS_READ),
    Entry("admin.banners", "Banners", "feed", Permission.ADMIN_BANNERS_READ),
    Entry("admin.sponsors", "Sponsors", "verified", Permission.ADMIN_SPONSORS_READ),
    Entry("admin.mailings.new", "Mail to many", "mail", Permission.ADMIN_MAIL_WRITE),
    Entry("admin.jobs", "Background work", "clock", Permission.ADMIN_JOBS_READ),
    Entry("admin.caches", "Caches and search", "layers", Permission.ADMIN_JOBS_READ),
    Entry("admin.settings", "Settings", "settings", Permission.ADMIN_SETTINGS_READ),
    Entry("admin.roles", "Who may do what", "key", Permission.ADMIN_DASHBOARD),
)


def entries(request: Request) -> list[tuple[str, str, str, str]]:
    """Return route, URL, title and icon of what this member of staff may see."""
    return [
        (each.route, request.route_path(each.route), each.title, each.icon)
        for each in MENU
        if request.has_permission(each.permission)
    ]

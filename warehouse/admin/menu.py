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

MENU = (
    Entry("admin.dashboard", "What needs me", "shield", Permission.ADMIN_DASHBOARD),
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
    Entry("admin.roles", "Who may do what", "key", Permission.ADMIN_DASHBOARD),
)


def entries(request: Request) -> list[tuple[str, str, str, str]]:
    """Return route, URL, title and icon of what this member of staff may see."""
    return [
        (each.route, request.route_path(each.route), each.title, each.icon)
        for each in MENU
        if request.has_permission(each.permission)
    ]

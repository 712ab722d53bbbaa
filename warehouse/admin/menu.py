"""The menu of /admin: what staff may see, in groups, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.http import Request
from warehouse.listings import LISTINGS
from warehouse.security import Permission


@dataclass(frozen=True)
class Entry:
    """One place: its route, its title, and the permission that it needs."""

    route: str
    title: str
    permission: str


@dataclass(frozen=True)
class Group:
    """Places that belong together: a title, an icon, and the names of lists or entries."""

    title: str
    icon: str
    members: tuple[str | Entry, ...]


@dataclass(frozen=True)
class Shown:
    """A group as somebody may see it: rows of route, URL and title."""

    title: str
    icon: str
    entries: list[tuple[str, str, str]]


_SEES = Permission.ADMIN_OBSERVATIONS_READ

MENU = (
    Group(
        "Queue",
        "shield",
        (
            Entry("admin.dashboard", "What needs me", Permission.ADMIN_DASHBOARD),
            Entry("admin.malware_reports", "Malware reports", _SEES),
            *("name-matches", "file-matches"),
            Entry("admin.quarantine", "Quarantine", _SEES),
            *("appeals", "recovery-requests", "organization-applications"),
            *("namespace-applications", "approvals"),
        ),
    ),
    Group(
        "Things",
        "package",
        (
            *("users", "organizations", "namespaces", "projects", "releases", "files"),
            *("deletions", "vulnerabilities", "tokens", "emails"),
        ),
    ),
    Group(
        "Rules",
        "lock",
        (
            *("prohibited-project-names", "prohibited-user-names"),
            *("prohibited-email-domains", "ip-addresses", "classifiers", "yara-rules"),
            Entry("admin.views", "Views", Permission.ADMIN_VIEWS_READ),
            Entry("admin.roles", "Who may do what", Permission.ADMIN_DASHBOARD),
        ),
    ),
    Group(
        "Histories",
        "clock",
        (
            *("audit", "journals", "user-events", "project-events"),
            *("organization-events", "observations", "observations-releases"),
            "observations-users",
            Entry("admin.insights", "Observations in figures", _SEES),
            Entry("admin.reputation", "Reporters", _SEES),
        ),
    ),
    Group(
        "Operation",
        "settings",
        (
            Entry("admin.flags", "Flags", Permission.ADMIN_FLAGS_READ),
            Entry("admin.upstreams", "Other indexes", Permission.ADMIN_UPSTREAMS_READ),
            Entry("admin.banners", "Banners", Permission.ADMIN_BANNERS_READ),
            Entry("admin.sponsors", "Sponsors", Permission.ADMIN_SPONSORS_READ),
            Entry("admin.mailings.new", "Mail to many", Permission.ADMIN_MAIL_WRITE),
            Entry("admin.jobs", "Background work", Permission.ADMIN_JOBS_READ),
            "task-runs",
            Entry("admin.storage", "Storage", Permission.ADMIN_JOBS_READ),
            Entry("admin.caches", "Caches and search", Permission.ADMIN_JOBS_READ),
            Entry("admin.settings", "Settings", Permission.ADMIN_SETTINGS_READ),
        ),
    ),
)

_LISTS = {each.name: Entry(each.route, each.title, each.permission) for each in LISTINGS}


def groups(request: Request) -> list[Shown]:
    """Return the groups of what this member of staff may see."""
    shown = [Shown(each.title, each.icon, list(_seen(request, each))) for each in MENU]
    return [each for each in shown if each.entries]


def _seen(request: Request, group: Group) -> Iterator[tuple[str, str, str]]:
    for member in group.members:
        entry = _LISTS[member] if isinstance(member, str) else member
        if request.has_permission(entry.permission):
            yield entry.route, request.route_path(entry.route), entry.title

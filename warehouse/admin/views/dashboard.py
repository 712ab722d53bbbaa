"""What needs somebody, and who may do what."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import redis
from pyramid.view import view_config, view_defaults

from warehouse.admin import figures
from warehouse.admin.views.base import AdminView
from warehouse.health import problems_of
from warehouse.health.errors import LastErrors
from warehouse.metrics.refusals import RefusalCounts
from warehouse.operations import Needs
from warehouse.operations.figures import figures_of, last_days
from warehouse.operations.needs import MOST, waiting_for
from warehouse.operations.queries import organization_sizes
from warehouse.security import Permission
from warehouse.security.permissions import GROUPS, STAFF_RIGHTS

GROUP_TITLES = ("Administrators", "Support", "Moderators", "PSF staff")


@view_defaults(permission=Permission.ADMIN_DASHBOARD, uses_session=True)
class RolesView(AdminView):
    """The table of rights of staff."""

    section = "admin.roles"

    @view_config(route_name="admin.roles", renderer="admin/roles.html")
    def show(self) -> dict[str, Any]:
        """Show which group may do what."""
        return self.page(
            titles=GROUP_TITLES,
            rights=[
                (right, [group in right.groups for group in GROUPS])
                for right in STAFF_RIGHTS
            ],
        )


@view_defaults(permission=Permission.ADMIN_DASHBOARD, uses_session=True)
class DashboardView(AdminView):
    """The first page of /admin."""

    section = "admin.dashboard"

    @view_config(route_name="admin.dashboard", renderer="admin/dashboard.html")
    def show(self) -> dict[str, Any]:
        """Show what needs somebody, and how the index is."""
        request, today = self.request, datetime.now(UTC).date()
        found = figures_of(request.db, today)
        reasons, by_day = self._refusals(today)
        sees_organizations = request.has_permission(Permission.ADMIN_ORGANIZATIONS_READ)
        return self.page(
            now=datetime.now(UTC),
            needs=waiting_for(request.db, self._needs()),
            most=MOST,
            parts=self._parts(),
            charts=figures.charts(request, found, by_day, today),
            reasons=reasons.most_common(10),
            sizes=figures.sizes(found, today),
            disk=figures.disk(request),
            organizations=organization_sizes(request.db) if sees_organizations else {},
        )

    def _needs(self) -> list[Any]:
        registered = self.request.registry[Needs]
        return [each for each in registered if self.request.has_permission(each.permission)]

    def _refusals(self, today: date) -> tuple[Counter[str], dict[date, int]]:
        """Return refused uploads by reason and by day; none while Valkey is away."""
        try:
            found = self.request.service(RefusalCounts).of(last_days(today))
        except redis.RedisError as error:
            self.request.log.warning("refusals_not_read", problem=str(error))
            return Counter(), {}
        reasons: Counter[str] = Counter()
        for numbers in found.values():
            reasons.update(numbers)
        return reasons, {day: sum(numbers.values()) for day, numbers in found.items()}

    def _parts(self) -> list[tuple[str, str | None, Any]]:
        """Return each part, what is wrong with it now, and its last error."""
        problems = problems_of(self.request)
        try:
            last = self.request.registry[LastErrors].all()
        except redis.RedisError:
            # Valkey's own line says that it does not answer.
            last = {}
        return [(name, said, last.get(name)) for name, said in problems.items()]

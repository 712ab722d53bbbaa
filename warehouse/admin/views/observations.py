"""What staff observe, who observed how much, and how right one observer was."""

from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.admin.figures import day_chart
from warehouse.admin.forms import ActionForm
from warehouse.admin.views.actions import Action, action
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.projects import ProjectAction
from warehouse.admin.views.releases import ReleaseAction
from warehouse.events.staff import State
from warehouse.http.keys import found_by_key
from warehouse.observations import insights, queries
from warehouse.observations.models import REPORTABLE, ObservationKind, Observer
from warehouse.observations.services import ObservationService
from warehouse.operations.figures import last_days
from warehouse.packaging.models import Project, Release
from warehouse.security import Permission

_LONGEST = 2000


class ObserveForm(ActionForm):
    """An observation of staff."""

    kind = SelectField("Kind", choices=[(each.value, each.value) for each in REPORTABLE])
    summary = TextAreaField(
        "Summary",
        validators=[InputRequired("Say what you observed."), Length(max=_LONGEST)],
    )


class ObserveAction(Action):
    """The base of storing an observation."""

    title, form_class = "Add an observation", ObserveForm
    tells_owners = False

    @property
    def observed(self) -> Project | Release:
        """Return what was observed."""
        raise NotImplementedError

    def state(self) -> State:
        """Return nothing, since nothing of it changes."""
        return {}

    def act(self, form: Any) -> str:
        """Store it."""
        self.request.service(ObservationService).observe(
            self.observed,
            ObservationKind(form.kind.data),
            form.summary.data,
            payload={"origin": "admin", "summary": form.summary.data},
            actor=self.request.actor,
        )
        return f"Your observation about {self.subject[2]} is kept."


@action("admin.project.observe", Permission.ADMIN_OBSERVATIONS_WRITE)
class Observe(ObserveAction, ProjectAction):
    """Store an observation about a project."""

    name = "project.observe"

    @property
    def observed(self) -> Project:
        """Return the project."""
        return self.project

    def effects(self) -> list[str]:
        """Say what follows from it."""
        return [
            "Its owners do not see it.",
            "One of malware enters the queue, and may hide the project at once.",
        ]


@action("admin.release.observe", Permission.ADMIN_OBSERVATIONS_WRITE)
class ObserveRelease(ObserveAction, ReleaseAction):
    """Store an observation about a release."""

    name = "release.observe"

    @property
    def observed(self) -> Release:
        """Return the release."""
        return self.release

    def effects(self) -> list[str]:
        """Say what does not follow from it."""
        return [
            "Its owners do not see it.",
            "It hides nothing: an observation of malware about the project does.",
        ]


@view_defaults(permission=Permission.ADMIN_OBSERVATIONS_READ, uses_session=True)
class InsightsView(AdminView):
    """The page of figures about observations."""

    section = "admin.insights"

    @view_config(route_name="admin.insights", renderer="admin/insights.html")
    def show(self) -> dict[str, Any]:
        """Show the observations of the last days by day, by kind and by observer."""
        db, today = self.request.db, datetime.now(UTC).date()
        days = last_days(today)
        since = datetime.combine(days[0], time.min, UTC)
        kinds = insights.by_kind(db, since)
        return self.page(
            chart=day_chart(
                "How much is observed?",
                insights.by_day(db, since),
                days,
                {day: self._on(day) for day in days},
            ),
            kinds=kinds,
            most=max((each.count for each in kinds), default=0),
            observers=insights.by_observer(db, since),
        )

    def _on(self, day: Any) -> str:
        query = {"q": f"when:{day}"}
        return str(self.request.route_path("admin.observations", _query=query))


@view_defaults(permission=Permission.ADMIN_OBSERVATIONS_READ, uses_session=True)
class ObserverView(AdminView):
    """The page about one observer."""

    section = "admin.reputation"

    @property
    def observer(self) -> Observer:
        """Return the observer that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.observer_with_id, self.request.db),
            "There is no such observer.",
        )

    @view_config(route_name="admin.observer", renderer="admin/observer.html")
    def show(self) -> dict[str, Any]:
        """Show how right the observer was, and what they observed."""
        db, observer = self.request.db, self.observer
        return self.page(
            observer=observer,
            tallies=queries.tallies_of(db, observer.id),
            observations=insights.newest_by(db, observer.id),
        )

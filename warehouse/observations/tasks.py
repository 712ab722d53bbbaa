"""Background work of observations."""

from uuid import UUID

from warehouse.http import Request
from warehouse.observations.services import AutoQuarantine
from warehouse.tasks import task


@task()
def react_to_report(request: Request, key: str) -> None:
    """Quarantine the project of a report, if those about it weigh enough."""
    project = request.service(AutoQuarantine).consider(UUID(key))
    if project is not None:
        request.log.warning("project_quarantined_by_reports", project=project.name)

"""What keeps an index going: what waits for staff, background work, figures."""

import redis
from celery import Celery
from pyramid.config import Configurator
from sqlalchemy import select

from warehouse.email import Outbox
from warehouse.events.models import ApprovalStatus, StaffApproval
from warehouse.namespaces.models import NamespaceApplication
from warehouse.observations.models import ProjectObservation
from warehouse.observations.queries import IS_OPEN
from warehouse.operations import queries
from warehouse.operations.figures import FigureService
from warehouse.operations.jobs import JobService
from warehouse.operations.mailings import MailingService
from warehouse.operations.models import Mailing, MailingState
from warehouse.operations.needs import Need, Needs, add_need
from warehouse.operations.tasks import write_mailing
from warehouse.organizations.models import ApplicationStatus, OrganizationApplication
from warehouse.packaging.models import Project, Release
from warehouse.packaging.models.lifecycle import LifecycleStatus
from warehouse.recovery.models import RecoveryRequest, RecoveryStatus
from warehouse.scanning.models import FileMatch, NameMatch
from warehouse.security import Permission

__all__ = ["Need", "Needs"]


def includeme(config: Configurator) -> None:
    """Provide `config.add_need` and the services, and register what is known here."""
    registry = config.registry
    registry[Needs] = Needs()
    config.add_directive("add_need", add_need)
    config.register_service(FigureService, lambda request: FigureService(request.db))
    config.register_service(
        JobService,
        lambda request: JobService(request.db, registry[redis.Redis], registry[Celery]),
    )
    config.register_service(
        MailingService, lambda request: MailingService(request.db, request.service(Outbox))
    )
    config.add_tasks("warehouse.operations.tasks")
    config.add_long_work(
        Mailing, running=Mailing.state == MailingState.SENDING, task=write_mailing
    )
    _reports(config)
    _packages(config)
    _people(config)
    _decisions(config)
    _work(config)


def _decisions(config: Configurator) -> None:
    config.add_need(
        title="Actions that wait for approval",
        permission=Permission.ADMIN_DASHBOARD,
        route="admin.approvals",
        query={"q": "is:waiting"},
        waiting=select(StaffApproval.created).where(
            StaffApproval.status == ApprovalStatus.WAITING
        ),
    )
    config.add_need(
        title="Files that YARA rules match",
        permission=Permission.ADMIN_OBSERVATIONS_READ,
        route="admin.file_matches",
        query={"q": "is:open"},
        waiting=select(FileMatch.created).where(FileMatch.dismissed.is_(None)),
    )


def _reports(config: Configurator) -> None:
    seen = {"permission": Permission.ADMIN_OBSERVATIONS_READ}
    config.add_need(
        title="Reports of malware",
        route="admin.malware_reports",
        waiting=select(ProjectObservation.created).where(IS_OPEN),
        **seen,
    )
    config.add_need(
        title="Names that resemble others",
        route="admin.name_matches",
        query={"q": "is:open"},
        waiting=select(NameMatch.created).where(NameMatch.dismissed.is_(None)),
        **seen,
    )


def _packages(config: Configurator) -> None:
    hidden = LifecycleStatus.QUARANTINE_ENTER
    for title, kind, route in (
        ("Projects in quarantine", Project, "admin.projects"),
        ("Releases in quarantine", Release, "admin.releases"),
    ):
        config.add_need(
            title=title,
            permission=Permission.ADMIN_PROJECTS_READ,
            route=route,
            query={"q": "is:quarantined"},
            waiting=select(kind.lifecycle_status_changed).where(
                kind.lifecycle_status == hidden
            ),
        )


def _people(config: Configurator) -> None:
    config.add_need(
        title="Applications for organizations",
        permission=Permission.ADMIN_ORGANIZATIONS_READ,
        route="admin.organization_applications",
        query={"q": "status:submitted"},
        waiting=select(OrganizationApplication.submitted).where(
            OrganizationApplication.status == ApplicationStatus.SUBMITTED
        ),
    )
    config.add_need(
        title="Applications for namespaces",
        permission=Permission.ADMIN_ORGANIZATIONS_READ,
        route="admin.namespace_applications",
        query={"q": "status:submitted"},
        waiting=select(NamespaceApplication.submitted).where(
            NamespaceApplication.status == ApplicationStatus.SUBMITTED
        ),
    )
    config.add_need(
        title="Requests for lost accounts",
        permission=Permission.ADMIN_USERS_RECOVER,
        route="admin.recovery_requests",
        query={"q": "status:open"},
        waiting=select(RecoveryRequest.confirmed).where(
            RecoveryRequest.status == RecoveryStatus.OPEN,
            RecoveryRequest.confirmed.is_not(None),
        ),
    )


def _work(config: Configurator) -> None:
    mail = {"permission": Permission.ADMIN_MAIL_READ, "route": "admin.emails"}
    jobs = {"permission": Permission.ADMIN_JOBS_READ}
    for title, query, waiting in (
        ("Mail that waits", "status:queued", queries.overdue_mail),
        ("Mail that failed", "status:failed", queries.failed_mail),
    ):
        config.add_need(title=title, query={"q": query}, waiting=waiting, **mail)
    config.add_need(
        title="Work that failed",
        route="admin.task_runs",
        query={"q": "state:failed"},
        waiting=queries.failed_runs,
        **jobs,
    )
    config.add_need(
        title="Periodic work that is late or failed",
        route="admin.jobs",
        waiting=queries.late_schedules,
        **jobs,
    )

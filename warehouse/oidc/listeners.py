"""The listeners that end trusted publishers, and write to people about them."""

from urllib.parse import urlencode

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.oidc.emails import (
    EnvironmentIgnoredMail,
    PublisherAddedMail,
    PublisherMail,
    PublisherReifiedMail,
    PublisherRemovedMail,
)
from warehouse.oidc.queries import people_waiting, publishers_of
from warehouse.oidc.services import PublisherService
from warehouse.oidc.signals import (
    EnvironmentIgnored,
    PendingReified,
    PublisherAdded,
    PublisherRemoved,
    PublisherSignal,
)
from warehouse.packaging.queries import owners_told, people_told
from warehouse.packaging.signals import ProjectLeftOrganization
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter
from warehouse.signals import on


@on(PublisherAdded)
def tell_of_publisher(signal: PublisherAdded, request: Request) -> None:
    """Write to everybody with a role that a publisher may publish."""
    if not signal.is_reified:
        _tell_all(signal, request, PublisherAddedMail)


@on(PublisherRemoved)
def tell_of_removal(signal: PublisherRemoved, request: Request) -> None:
    """Write to everybody with a role that a publisher may publish no longer."""
    _tell_all(signal, request, PublisherRemovedMail)


@on(ProjectLeftOrganization)
def end_publishers(signal: ProjectLeftOrganization, request: Request) -> None:
    """End every trusted publisher of a project that leaves its organization."""
    service = request.service(PublisherService)
    for publisher in publishers_of(request.db, signal.project.id):
        service.detach(signal.project, publisher, actor=signal.actor)


@on(PendingReified)
def tell_of_project(signal: PendingReified, request: Request) -> None:
    """Write to who waited for a publisher that it made their project."""
    for user in people_waiting(request.db, signal.pending):
        write_to(request, user, _mail(signal.added, user, PublisherReifiedMail))


@on(EnvironmentIgnored)
def tell_of_environment(signal: EnvironmentIgnored, request: Request) -> None:
    """Write to the owners, once a week, that a publisher could be narrowed."""
    charge = Charge("1 per 7 days", ("oidc.environment", str(signal.publisher.id)))
    try:
        request.service(RateLimiter).take(charge)
    except LimitReached:
        return
    project, publisher = signal.project, signal.publisher
    query = {"constrained_environment_name": signal.environment}
    path = f"/manage/project/{project.normalized_name}/settings/publishing"
    for user in owners_told(request.db, project.id):
        mail = EnvironmentIgnoredMail(
            username=user.username,
            project=project.name,
            publisher=publisher.publisher_name,
            specifier=publisher.specifier,
            environment=signal.environment,
            link=f"{request.host_url}{path}/{publisher.id}/constrain/?{urlencode(query)}",
        )
        write_to(request, user, mail)


def _tell_all(signal: PublisherSignal, request: Request, kind: type[PublisherMail]) -> None:
    for user in people_told(request.db, signal.project.id):
        write_to(request, user, _mail(signal, user, kind))


def _mail(signal: PublisherSignal, user: User, kind: type[PublisherMail]) -> PublisherMail:
    return kind(
        username=user.username,
        project=signal.project.name,
        publisher=signal.publisher.publisher_name,
        specifier=signal.publisher.specifier,
        by=signal.actor.name or "",
    )

"""Finding the project an upload is for, or making it."""

from warehouse.accounts.models import User
from warehouse.accounts.two_factor_policy import TwoFactorPolicy
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.target import (
    ACCOUNT_CHECKS,
    DESCRIPTION_CHECKS,
    ORGANIZATION_CHECKS,
    PERMISSION_CHECKS,
)
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Account, Submission, Target
from warehouse.http import Request
from warehouse.macaroons.policy import SPENT
from warehouse.macaroons.services import TokenUseService
from warehouse.packaging import descriptions, queries
from warehouse.packaging.errors import (
    ProjectNameUnavailable,
    RegistrationClosed,
    TooManyProjects,
    Unavailability,
)
from warehouse.packaging.models import Project
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import ProjectService
from warehouse.security import CredentialDenied, Permission, Root, RuleDenied

_NAME_REASONS = {
    Unavailability.INVALID: Reason.NAME_INVALID,
    Unavailability.STDLIB: Reason.NAME_IS_STDLIB,
    Unavailability.TAKEN: Reason.NAME_TAKEN,
    Unavailability.PROHIBITED: Reason.NAME_PROHIBITED,
    Unavailability.RESERVED: Reason.NAME_RESERVED,
    Unavailability.UPSTREAM: Reason.NAME_OF_UPSTREAM,
    Unavailability.UPSTREAM_UNKNOWN: Reason.NAME_MAYBE_OF_UPSTREAM,
    Unavailability.TOO_SIMILAR: Reason.NAME_TOO_SIMILAR,
}


def target_of(request: Request, submission: Submission) -> Target:
    """Find or create the project of an upload. May be `Refused`.

    Only one upload at a time gets past here for names that look alike.
    """
    name = submission.metadata.name
    account = account_of(request)
    projects = request.service(ProjectService)
    projects.lock(name)
    project = queries.project_named(request.db, name)
    is_new = project is None
    if project is None:
        project = _created(request, projects, name, account)
    page = _publishing_page(request, None if is_new else project)
    target = _target(request, submission, project, account, page)
    examine(target, PERMISSION_CHECKS)
    _spend(request)
    examine(account, ACCOUNT_CHECKS)
    examine(target, ORGANIZATION_CHECKS)
    examine(target, DESCRIPTION_CHECKS)
    projects.respell(project, name)
    return target


def _spend(request: Request) -> None:
    """Use up a token that is for a single upload. May be `Refused`."""
    macaroon = getattr(request.identity, "macaroon", None)
    if macaroon is not None and not request.service(TokenUseService).spend(macaroon):
        raise Refused(Reason.TOKEN_RESTRICTED, problem=f"Invalid API Token: {SPENT}")


def account_of(request: Request) -> Account:
    """Return what checks need to know of the person who uploads."""
    user: User | None = request.actor.user
    if user is None:
        return Account(username=None, is_publisher=request.actor.publisher is not None)
    return Account(
        username=user.username,
        has_verified_email=user.has_verified_primary_email,
        lacks_second_factor=request.service(TwoFactorPolicy).lacks_any(user),
    )


def _created(
    request: Request, projects: ProjectService, name: str, account: Account
) -> Project:
    if account.username is None:
        raise Refused(Reason.PUBLISHER_CANNOT_CREATE, name=abbreviated(name))
    examine(account, ACCOUNT_CHECKS)
    try:
        return projects.create(name, actor=request.actor)
    except TooManyProjects as error:
        refused = Refused(Reason.TOO_MANY_PROJECTS)
        refused.headers["Retry-After"] = str(error.retry_after)
        refused.headers["RateLimit-Policy"] = f'"projects";w=3600;q="{error.limit}"'
        refused.headers["RateLimit"] = f'"projects";r=0;t={error.retry_after}'
        raise refused from error
    except RegistrationClosed as error:
        raise Refused(Reason.PROJECTS_DISABLED) from error
    except ProjectNameUnavailable as error:
        raise name_refused(error) from error


def name_refused(error: ProjectNameUnavailable) -> Refused:
    """Return the refusal of an upload whose project cannot be made."""
    reason, name = _NAME_REASONS[error.kind], abbreviated(error.name)
    return Refused(reason, name=name, existing=error.existing)


def _target(
    request: Request,
    submission: Submission,
    project: Project,
    account: Account,
    page: str,
) -> Target:
    resource = ProjectResource(project, Root(request))
    allowed = request.has_permission(Permission.PROJECT_UPLOAD, resource)
    description = submission.metadata.text("description")
    content_type = submission.metadata.text("description_content_type")
    rendered = descriptions.Rendered("")
    if allowed and description:
        rendered = descriptions.render(description, content_type)
    return Target(
        project=project,
        account=account,
        is_allowed=bool(allowed),
        inactive_organization=_inactive_organization(request, project),
        objection=allowed.reason if isinstance(allowed, CredentialDenied) else None,
        unmet_rule=allowed.reason if isinstance(allowed, RuleDenied) else None,
        content_type=content_type,
        rendered=rendered,
        accepts_any_description=request.settings.uploads.description_errors == "accept",
        publishing_page=page,
    )


def _publishing_page(request: Request, project: Project | None) -> str:
    """Return where publishers are added: to a project, or to one that is not there yet."""
    if project is None:
        return str(request.route_url("manage.account.publishing"))
    route = "manage.project.publishing"
    return str(request.route_url(route, name=project.normalized_name))


def _inactive_organization(request: Request, project: Project) -> str | None:
    organization = queries.organization_of(request.db, project.id)
    if organization is None or organization.is_in_good_standing:
        return None
    return organization.name

"""May this person upload to this project?"""

from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Account, Target


def project_is_not_quarantined(target: Target) -> None:
    """Check that staff have not hidden the project."""
    if target.project.is_quarantined:
        raise Refused(Reason.PROJECT_QUARANTINED, project=target.project.name)


def caller_may_upload(target: Target) -> None:
    """Check that the project's access list and the token's restrictions allow it."""
    if target.is_allowed:
        return
    if target.unmet_rule is not None:
        raise Refused(Reason.RULE_UNMET, rule=target.unmet_rule)
    if target.objection is not None:
        raise Refused(Reason.TOKEN_RESTRICTED, problem=target.objection)
    project = target.project.name
    if target.account.username is None:
        raise Refused(Reason.TOKEN_NOT_ALLOWED, project=project)
    raise Refused(Reason.UPLOAD_NOT_ALLOWED, user=target.account.username, project=project)


def credential_is_taken(target: Target) -> None:
    """Check that a trusted publisher uploads, if the project takes nobody else."""
    if target.project.only_trusted_publishing and not target.account.is_publisher:
        raise Refused(
            Reason.TRUSTED_PUBLISHER_NEEDED,
            project=target.project.name,
            page=target.publishing_page,
        )


def account_is_verified(account: Account) -> None:
    """Check that the account has a verified address."""
    if account.username is not None and not account.has_verified_email:
        raise Refused(Reason.EMAIL_UNVERIFIED, user=account.username)


def second_factor_is_on(account: Account) -> None:
    """Check that the account has a second factor, if that is required."""
    if account.username is not None and account.lacks_second_factor:
        raise Refused(Reason.SECOND_FACTOR_MISSING, user=account.username)


def organization_is_active(target: Target) -> None:
    """Check that the organization that owns the project, if any, is active."""
    if target.inactive_organization is not None:
        raise Refused(
            Reason.ORGANIZATION_INACTIVE,
            project=target.project.name,
            organization=target.inactive_organization,
        )


def description_renders(target: Target) -> None:
    """Check that the description renders, or may be shown as plain text."""
    if target.rendered.html is None and not target.accepts_any_description:
        raise description_refused(target.content_type, target.rendered.problem)


def description_refused(content_type: str | None, problem: str) -> Refused:
    """Return the refusal of a description of this type."""
    shown = (
        f"for '{abbreviated(content_type)}'"
        if content_type
        else "in the default format of reStructuredText"
    )
    detail = f" {problem}" if problem else ""
    return Refused(Reason.DESCRIPTION_NOT_RENDERED, format=shown, detail=detail)


ACCOUNT_CHECKS = (account_is_verified, second_factor_is_on)
PERMISSION_CHECKS = (project_is_not_quarantined, caller_may_upload, credential_is_taken)
ORGANIZATION_CHECKS = (organization_is_active,)
DESCRIPTION_CHECKS = (description_renders,)

"""What a service refuses, as a problem: its status, its words, and which field it means."""

from warehouse.accounts.errors import AccountError, TooManyRequests
from warehouse.accounts.explanations import explain as explain_account
from warehouse.api.management.problems import FieldError, Problem
from warehouse.macaroons.errors import DescriptionTaken
from warehouse.namespaces import errors as namespaces
from warehouse.namespaces.explanations import explain as explain_namespace
from warehouse.organizations import errors as organizations
from warehouse.organizations.explanations import explain as explain_organization
from warehouse.packaging import errors as packaging
from warehouse.packaging.explanations import explain

REFUSALS = (
    AccountError,
    DescriptionTaken,
    namespaces.NamespaceError,
    organizations.OrganizationError,
    packaging.PackagingError,
)
"""What may keep a call from being done."""

_FIELDS: dict[type[Exception], str] = {
    packaging.CollaboratorUnknown: "username",
    packaging.CollaboratorUnverified: "username",
    packaging.SuccessorUnknown: "successor",
    packaging.NotAnOwner: "project",
    organizations.PersonUnknown: "username",
    organizations.PersonUnverified: "username",
    organizations.NotAMember: "username",
    organizations.DomainInvalid: "invited_domains",
    organizations.RoleNotOffered: "role",
    organizations.TeamNameInvalid: "name",
    namespaces.NamespaceInvalid: "name",
    namespaces.NamespaceTooDeep: "name",
}
"""The errors that are about what one field says."""

_FORBIDDEN = (
    packaging.DeletionsDisabled,
    packaging.SecondFactorMissing,
    organizations.NotInCharge,
)


def problem_of(error: Exception) -> Problem:
    """Return the problem that a refusal of a service is."""
    detail = _sentence(error)
    if isinstance(error, TooManyRequests):
        return Problem(429, detail, headers={"Retry-After": str(error.seconds)})
    field_name = _FIELDS.get(type(error))
    if field_name is None:
        return Problem(403 if isinstance(error, _FORBIDDEN) else 409, detail)
    return Problem(400, detail, errors=[FieldError(field_name, detail)])


def _sentence(error: Exception) -> str:
    if isinstance(error, packaging.PackagingError):
        return str(explain(error))
    if isinstance(error, organizations.OrganizationError):
        return str(explain_organization(error))
    if isinstance(error, namespaces.NamespaceError):
        return str(explain_namespace(error))
    if isinstance(error, DescriptionTaken):
        return f"The organization has a token “{error.description}” already."
    assert isinstance(error, AccountError)
    return " ".join(map(str, explain_account(error)))

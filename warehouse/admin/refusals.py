"""Why an action of staff cannot be done, in English."""

from collections.abc import Callable
from typing import Any

from warehouse.accounts import errors as accounts
from warehouse.accounts.explanations import explain
from warehouse.appeals import errors as appeals
from warehouse.index_views import errors as index_views
from warehouse.namespaces import errors as namespaces
from warehouse.organizations import errors as organizations
from warehouse.packaging import errors as packaging
from warehouse.recovery import errors as recovery
from warehouse.upstreams import errors as upstreams


class ActionRefused(Exception):
    """The action cannot be done now; the text says why, to whoever tried."""


REFUSALS = (
    ActionRefused,
    accounts.AccountError,
    appeals.AppealError,
    index_views.IndexViewError,
    namespaces.NamespaceError,
    organizations.OrganizationError,
    packaging.PackagingError,
    upstreams.UpstreamError,
)
"""What may keep an action from being done."""


def sentence(refused: Exception) -> str:
    """Return why an action cannot be done."""
    said = _SENTENCES.get(type(refused))
    if said is not None:
        return said(refused)
    if isinstance(refused, accounts.AccountError):
        return " ".join(explain(refused))
    return str(refused)


def _name_unavailable(error: Any) -> str:
    if error.kind is packaging.Unavailability.RESERVED:
        return f"“{error.name}” is in a namespace of the organization {error.existing}."
    like = f", like {error.existing}" if error.existing else ""
    return f"The name “{error.name}” is {error.kind.name.lower().replace('_', ' ')}{like}."


_SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    accounts.DomainInvalid: lambda it: f"“{it.domain}” is no domain like example.com.",
    accounts.DomainShared: lambda it: (
        f"{it.domain} is used by many people, so it stays allowed."
    ),
    appeals.AppealDecided: lambda it: f"The appeal was {it.status} already.",
    accounts.EmailUnknown: lambda it: "The account has no such address any more.",
    recovery.RecoveryGoing: lambda it: "Somebody asks for this account already.",
    recovery.RecoveryMissing: lambda it: "Nobody asks for this account.",
    recovery.ContactUnproved: lambda it: (
        "Nobody has proved yet that they read the contact address."
    ),
    recovery.StaffNotRecovered: lambda it: (
        "This is an account of staff: dismiss them first, or use the command line."
    ),
    organizations.NameInvalid: lambda it: f"“{it.name}” is no name of an organization.",
    organizations.OrganizationNameUnavailable: lambda it: (
        f"“{it.name}” belongs to an organization, or did."
    ),
    organizations.OrganizationInactive: lambda it: (
        f"The organization {it.name} is not active."
    ),
    organizations.LinkInvalid: lambda it: (
        f"“{it.url}” is no link like https://example.com."
    ),
    packaging.ProjectNameUnavailable: _name_unavailable,
    packaging.StatusUnchanged: lambda it: f"{it.project} is {it.status}.",
    packaging.OwnedByOrganization: lambda it: (
        f"{it.project} belongs to the organization {it.organization}."
    ),
}

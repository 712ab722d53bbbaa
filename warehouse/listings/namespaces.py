"""The lists of namespaces, and of applications for them."""

from sqlalchemy import Text, cast, select

from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, is_id, one_of
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.organizations.models import ApplicationStatus, Organization
from warehouse.security import Permission

_OWNER = Column(
    *("organization", "Organization", Organization.normalized_name),
    route="admin.organization",
    parts={"id": "organization_id"},
)
_OWNER_ID = Column(
    *("organization_id", "Id of the organization", cast(Organization.id, Text), "code"),
    is_shown=False,
)

NAMESPACES = Listing(
    name="namespaces",
    path="/admin/namespaces/",
    title="Namespaces",
    permission=Permission.ADMIN_ORGANIZATIONS_READ,
    rows=select(Namespace).join(Namespace.organization),
    key=Namespace.id,
    order="name",
    columns=(
        Column(
            *("name", "Name", Namespace.normalized_name),
            sorts=True,
            route="admin.namespace.remove",
            parts={"id": "id"},
            permission=Permission.ADMIN_ORGANIZATIONS_WRITE,
        ),
        _OWNER,
        Column("created", "Since", Namespace.created, "time"),
        _OWNER_ID,
        Column("id", "Id", cast(Namespace.id, Text), "code", is_shown=False),
    ),
    word=contains(Namespace.normalized_name),
    words="a part of the normalised name; * stands for any text",
    terms=(
        Term("org", "org:acme", equals(Organization.normalized_name)),
        Term("id", "id:UUID", is_id(Namespace.id)),
    ),
)

NAMESPACE_APPLICATIONS = Listing(
    name="namespace-applications",
    path="/admin/namespace_applications/",
    title="Applications for namespaces",
    permission=Permission.ADMIN_ORGANIZATIONS_READ,
    rows=select(NamespaceApplication).join(NamespaceApplication.organization),
    key=NamespaceApplication.id,
    order="submitted",
    columns=(
        Column(
            *("name", "Name", NamespaceApplication.name),
            route="admin.namespace_application",
            parts={"id": "id"},
        ),
        Column(
            "submitted", "Submitted", NamespaceApplication.submitted, "time", sorts=True
        ),
        Column("status", "Status", cast(NamespaceApplication.status, Text)),
        _OWNER,
        Column("by", "By", NamespaceApplication.asked_by),
        _OWNER_ID,
        Column("id", "Id", cast(NamespaceApplication.id, Text), "code", is_shown=False),
    ),
    word=contains(NamespaceApplication.normalized_name),
    words="a part of the normalised name; * stands for any text",
    terms=(
        Term("org", "org:acme", equals(Organization.normalized_name)),
        Term("by", "by:grace", equals(NamespaceApplication.asked_by)),
        Term("id", "id:UUID", is_id(NamespaceApplication.id)),
        Term("submitted", "submitted:2026-11", at_time(NamespaceApplication.submitted)),
        Term(
            *("status", "status:submitted"),
            one_of(
                {
                    each.value: NamespaceApplication.status == each
                    for each in ApplicationStatus
                }
            ),
        ),
    ),
)

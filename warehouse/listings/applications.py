"""The list of applications for organizations."""

from sqlalchemy import Text, cast, select

from warehouse.accounts.models import User
from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, is_id, one_of
from warehouse.organizations.models import (
    ApplicationStatus,
    OrganizationApplication,
    OrganizationType,
)
from warehouse.security import Permission

ORGANIZATION_APPLICATIONS = Listing(
    name="organization-applications",
    path="/admin/organization_applications/",
    title="Applications for organizations",
    permission=Permission.ADMIN_ORGANIZATIONS_READ,
    rows=select(OrganizationApplication).join(OrganizationApplication.submitted_by),
    key=OrganizationApplication.id,
    order="submitted",
    columns=(
        Column(
            *("name", "Name", OrganizationApplication.name),
            route="admin.application",
            parts={"id": "id"},
        ),
        Column(
            "submitted", "Submitted", OrganizationApplication.submitted, "time", sorts=True
        ),
        Column("status", "Status", cast(OrganizationApplication.status, Text)),
        Column("type", "Kind", cast(OrganizationApplication.orgtype, Text)),
        Column(*("by", "By", User.username), route="admin.user", parts={"username": "by"}),
        Column("display_name", "Display name", OrganizationApplication.display_name),
        Column("url", "Link", OrganizationApplication.link_url, "code", is_shown=False),
        Column("id", "Id", cast(OrganizationApplication.id, Text), "code", is_shown=False),
    ),
    word=contains(OrganizationApplication.normalized_name),
    words="a part of the normalised name; * stands for any text",
    terms=(
        Term("org", "org:Python", contains(OrganizationApplication.display_name)),
        Term("url", "url:example.com", contains(OrganizationApplication.link_url)),
        Term("desc", "desc:science", contains(OrganizationApplication.description)),
        Term("by", "by:grace", equals(User.username)),
        Term("id", "id:UUID", is_id(OrganizationApplication.id)),
        Term("submitted", "submitted:2026-11", at_time(OrganizationApplication.submitted)),
        Term(
            *("status", "status:submitted"),
            one_of(
                {
                    each.value: OrganizationApplication.status == each
                    for each in ApplicationStatus
                }
            ),
        ),
        Term(
            *("type", "type:company"),
            one_of(
                {
                    each.value.lower(): OrganizationApplication.orgtype == each
                    for each in OrganizationType
                }
            ),
        ),
    ),
)

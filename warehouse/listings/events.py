"""Lists of what happened: events, addresses they came from, and actions of staff."""

from typing import Any

from sqlalchemy import Text, cast, func, select

from warehouse.accounts.models import User
from warehouse.events.models import (
    ApprovalStatus,
    Event,
    IPAddress,
    OrganizationEvent,
    ProjectEvent,
    StaffAction,
    StaffApproval,
    UserEvent,
)
from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, is_address, is_id, one_of
from warehouse.organizations.models import Organization
from warehouse.packaging.models import Project
from warehouse.security import Permission


def _events(
    kind: type[Event], owner: Any, name: Any, *, of: str, title: str, link: dict[str, Any]
) -> Listing:
    """Return the list of the events of one kind of owner."""
    found = select(kind).join(owner, owner.id == kind.source_id)
    return Listing(
        name=f"{of}-events",
        path=f"/admin/events/{of}s/",
        title=title,
        permission=Permission.ADMIN_EVENTS_READ,
        rows=found.outerjoin(IPAddress, IPAddress.id == kind.ip_address_id),
        key=kind.id,
        order="-when",
        columns=(
            Column("when", "When", kind.time, "time", sorts=True),
            Column(of, of.title(), name, **link),
            Column("tag", "What", kind.tag, "code"),
            Column(
                *("address", "From", func.host(IPAddress.ip_address)),
                kind="code",
            ),
            Column("additional", "More", kind.additional, "code", is_shown=False),
            Column("id", "Id", kind.id, "code", is_shown=False),
        ),
        word=equals(name),
        words=f"the name of the {of}",
        terms=(
            Term("tag", "tag:account:login:failure", equals(kind.tag)),
            Term("from", "from:192.0.2.0/24", is_address(IPAddress.ip_address)),
            Term("when", "when:2026-11-28", at_time(kind.time)),
            Term("id", "id:UUID", is_id(kind.id)),
        ),
    )


USER_EVENTS = _events(
    *(UserEvent, User, cast(User.username, Text)),
    of="user",
    title="Events of users",
    link={"route": "admin.user", "parts": {"username": "user"}},
)
PROJECT_EVENTS = _events(
    *(ProjectEvent, Project, Project.normalized_name),
    of="project",
    title="Events of projects",
    link={"route": "admin.project", "parts": {"name": "project"}},
)
ORGANIZATION_EVENTS = _events(
    *(OrganizationEvent, Organization, cast(Organization.name, Text)),
    of="organization",
    title="Events of organizations",
    link={},
)

ADDRESSES = Listing(
    name="ip-addresses",
    path="/admin/ip-addresses/",
    title="IP addresses",
    permission=Permission.ADMIN_ADDRESSES_READ,
    rows=select(IPAddress),
    key=IPAddress.id,
    order="address",
    columns=(
        Column(
            *("address", "Address", func.host(IPAddress.ip_address, type_=Text())),
            kind="code",
            sorts=True,
            route="admin.ip_address",
            parts={"address": "address"},
        ),
        Column("is_banned", "Banned", IPAddress.is_banned, "flag"),
        Column("ban_reason", "Because of", cast(IPAddress.ban_reason, Text)),
        Column("ban_date", "Since", IPAddress.ban_date, "time"),
    ),
    word=is_address(IPAddress.ip_address),
    words="an address or a network",
    terms=(Term("is", "is:banned", one_of({"banned": IPAddress.is_banned})),),
)

STAFF_ACTIONS = Listing(
    name="audit",
    path="/admin/audit/",
    title="What staff did",
    permission=Permission.ADMIN_AUDIT_READ,
    rows=select(StaffAction),
    key=StaffAction.id,
    order="-when",
    columns=(
        Column("when", "When", StaffAction.created, "time", sorts=True),
        Column("who", "Who", StaffAction.actor_name),
        Column("action", "What", StaffAction.action, "code"),
        Column("subject", "To", StaffAction.subject_name),
        Column("reason", "Why", StaffAction.reason),
        Column("address", "From", func.host(StaffAction.ip_address), "code"),
        Column("before", "Before", StaffAction.before, "code", is_shown=False),
        Column("after", "After", StaffAction.after, "code", is_shown=False),
        Column("kind", "Kind", StaffAction.subject_kind, is_shown=False),
        Column("batch", "Bulk action", StaffAction.batch_id, "code", is_shown=False),
    ),
    word=equals(StaffAction.subject_name),
    words="the name of what it was done to",
    terms=(
        Term("who", "who:grace", equals(StaffAction.actor_name)),
        Term("action", "action:user.freeze", equals(StaffAction.action)),
        Term("reason", "reason:spam", contains(StaffAction.reason)),
        Term("from", "from:192.0.2.1", is_address(StaffAction.ip_address)),
        Term("when", "when:2026-11-28", at_time(StaffAction.created)),
        Term("batch", "batch:UUID", is_id(StaffAction.batch_id)),
    ),
)

APPROVALS = Listing(
    name="approvals",
    path="/admin/approvals/",
    title="Waiting for another",
    permission=Permission.ADMIN_DASHBOARD,
    rows=select(StaffApproval),
    key=StaffApproval.id,
    order="-when",
    columns=(
        Column("when", "When", StaffApproval.created, "time", sorts=True),
        Column(
            *("action", "What", StaffApproval.action),
            kind="code",
            route="admin.approval",
            parts={"id": "id"},
        ),
        Column("subject", "To", StaffApproval.subject_name),
        Column("by", "Asked for by", StaffApproval.asked_by),
        Column("reason", "Why", StaffApproval.reason),
        Column("status", "Status", cast(StaffApproval.status, Text)),
        Column("decided_by", "Decided by", StaffApproval.decided_by),
        Column("id", "Id", cast(StaffApproval.id, Text), "code", is_shown=False),
    ),
    word=equals(StaffApproval.subject_name),
    words="the name of what it is to be done to",
    terms=(
        Term("by", "by:grace", equals(StaffApproval.asked_by)),
        Term(
            *("is", "is:waiting"),
            one_of({each.value: StaffApproval.status == each for each in ApprovalStatus}),
        ),
    ),
)

"""The list of appeals."""

from sqlalchemy import Text, cast, select

from warehouse.appeals.models import Appeal, AppealStatus
from warehouse.events.models import StaffAction
from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, equals, is_id, one_of
from warehouse.security import Permission

APPEALS = Listing(
    name="appeals",
    path="/admin/appeals/",
    title="Appeals",
    permission=Permission.ADMIN_APPEALS_READ,
    rows=select(Appeal).join(StaffAction, StaffAction.id == Appeal.action_id),
    key=Appeal.id,
    order="created",
    columns=(
        Column("created", "Opened", Appeal.created, "time", sorts=True),
        Column(
            *("subject", "About", Appeal.subject_name),
            route="admin.appeal",
            parts={"id": "id"},
        ),
        Column("action", "What staff did", StaffAction.action, "code"),
        Column("status", "Status", cast(Appeal.status, Text)),
        Column("by", "Opened by", Appeal.opened_by),
        Column("changed", "Last change", Appeal.changed, "time"),
        Column("id", "Id", cast(Appeal.id, Text), "code", is_shown=False),
    ),
    word=equals(Appeal.subject_name),
    words="the name of what it is about",
    terms=(
        Term(
            *("is", "is:open"),
            one_of({each.value: Appeal.status == each for each in AppealStatus}),
        ),
        Term("by", "by:ada", equals(Appeal.opened_by)),
        Term("action", "action:project.quarantine", equals(StaffAction.action)),
        Term("created", "created:2026-11-28", at_time(Appeal.created)),
        Term("id", "id:UUID", is_id(Appeal.id)),
    ),
)

"""The list of what was deleted and can be restored."""

from sqlalchemy import Text, cast, select

from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, is_id, one_of
from warehouse.security import Permission

DELETIONS = Listing(
    name="deletions",
    path="/admin/deletions/",
    title="Deleted, and not gone yet",
    permission=Permission.ADMIN_PROJECTS_READ,
    rows=select(Deletion),
    key=Deletion.id,
    order="-created",
    columns=(
        Column(
            *("project", "Project", Deletion.project_name),
            route="admin.deletion",
            parts={"id": "id"},
            permission=Permission.ADMIN_PROJECTS_DELETE,
        ),
        Column("kind", "Kind", cast(Deletion.kind, Text)),
        Column("version", "Version", Deletion.version, "code"),
        Column("filename", "File", Deletion.filename, "code"),
        Column("created", "Deleted", Deletion.created, "time", sorts=True),
        Column("by", "By", Deletion.deleted_by),
        Column("owner", "An owner", Deletion.by_owner, "flag"),
        Column("files", "Files", Deletion.files, "number"),
        Column("until", "Kept until", Deletion.kept_until, "time"),
        Column("id", "Id", Deletion.id, "code", is_shown=False),
    ),
    word=contains(Deletion.project_name),
    words="a part of the name of a project",
    terms=(
        Term("by", "by:grace", equals(Deletion.deleted_by)),
        Term("created", "created:2026-11", at_time(Deletion.created)),
        Term("id", "id:UUID", is_id(Deletion.id)),
        Term(
            *("kind", "kind:project"),
            one_of({each.value: Deletion.kind == each for each in DeletionKind}),
        ),
    ),
)

"""Lists of projects and of what belongs to them."""

from sqlalchemy import select

from warehouse.listings.listing import Column, Listing, Term, known
from warehouse.listings.terms import at_time, contains, is_id, one_of
from warehouse.packaging.models import LifecycleStatus, Project
from warehouse.security import Permission

_STATUS = Project.lifecycle_status

_IS = {
    "quarantined": _STATUS == LifecycleStatus.QUARANTINE_ENTER,
    "archived": _STATUS.in_((LifecycleStatus.ARCHIVED, LifecycleStatus.ARCHIVED_NOINDEX)),
    "limited": Project.upload_limit.is_not(None) | Project.total_size_limit.is_not(None),
}

PROJECTS = Listing(
    name="projects",
    path="/admin/projects/",
    title="Projects",
    permission=Permission.ADMIN_PROJECTS_READ,
    rows=select(Project),
    key=Project.id,
    order="name",
    columns=(
        Column(
            *("name", "Name", Project.normalized_name),
            sorts=True,
            route="admin.project",
            parts={"name": "name"},
        ),
        Column("created", "Created", known(Project.created), "time", sorts=True),
        Column("status", "Status", _STATUS),
        Column("size", "Size", Project.total_size, "size", sorts=True),
        Column("upload_limit", "File limit", Project.upload_limit, "size"),
        Column("total_size_limit", "Size limit", Project.total_size_limit, "size"),
        Column("last_serial", "Serial", Project.last_serial, "number", sorts=True),
        Column("id", "Id", Project.id, "code", is_shown=False),
    ),
    word=contains(Project.normalized_name),
    words="a part of the normalised name; * stands for any text",
    terms=(
        Term("id", "id:UUID", is_id(Project.id)),
        Term("created", "created:2026-11", at_time(Project.created)),
        Term("is", "is:quarantined", one_of(_IS)),
    ),
)

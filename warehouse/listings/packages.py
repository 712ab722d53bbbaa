"""Lists of projects and of what belongs to them."""

from typing import Any

from sqlalchemy import ColumnElement, Text, cast, exists, select

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.events.models import IPAddress, ProjectEvent
from warehouse.listings.listing import Column, Listing, Term, known
from warehouse.listings.terms import (
    at_time,
    contains,
    equals,
    is_address,
    is_id,
    is_number,
    one_of,
)
from warehouse.packaging.models import (
    File,
    JournalEntry,
    LifecycleStatus,
    ProhibitedProjectName,
    Project,
    Release,
    Role,
)
from warehouse.security import Permission

_STATUS = Project.lifecycle_status

_IS = {
    "quarantined": _STATUS == LifecycleStatus.QUARANTINE_ENTER,
    "archived": _STATUS.in_((LifecycleStatus.ARCHIVED, LifecycleStatus.ARCHIVED_NOINDEX)),
    "limited": Project.upload_limit.is_not(None) | Project.total_size_limit.is_not(None),
}


def _owned_by(value: str) -> ColumnElement[bool]:
    owner = exists().where(Role.project_id == Project.id, Role.user_id == User.id)
    return owner.where(User.username == value)


def _made_from(value: str) -> ColumnElement[bool]:
    event = exists().where(
        ProjectEvent.source_id == Project.id,
        ProjectEvent.tag == "project:create",
        ProjectEvent.ip_address_id == IPAddress.id,
    )
    return event.where(is_address(IPAddress.ip_address)(value))


def _summarised(value: str) -> ColumnElement[bool]:
    release = exists().where(Release.project_id == Project.id)
    return release.where(contains(Release.summary)(value))


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
        Term("owner", "owner:grace", _owned_by),
        Term("from", "from:192.0.2.0/24", _made_from),
        Term("summary", "summary:casino", _summarised),
        Term("is", "is:quarantined", one_of(_IS)),
    ),
)

_PROJECT_LINK: dict[str, Any] = {"route": "admin.project", "parts": {"name": "project"}}

RELEASES = Listing(
    name="releases",
    path="/admin/releases/",
    title="Releases",
    permission=Permission.ADMIN_PROJECTS_READ,
    rows=select(Release).join(Release.project),
    key=Release.id,
    order="-created",
    columns=(
        Column("project", "Project", Project.normalized_name, **_PROJECT_LINK),
        Column(
            *("version", "Version", Release.version, "code"),
            route="admin.release",
            parts={"name": "project", "version": "version"},
        ),
        Column("created", "Created", Release.created, "time", sorts=True),
        Column("yanked", "Yanked", Release.yanked, "flag"),
        Column("status", "Status", Release.lifecycle_status),
        Column("client", "Uploaded via", Release.uploaded_via),
        Column("id", "Id", Release.id, "code", is_shown=False),
    ),
    word=equals(Project.normalized_name),
    words="the normalised name of a project",
    terms=(
        Term("version", "version:1.0", equals(Release.version)),
        Term("created", "created:2026-11-28", at_time(Release.created)),
        Term(
            *("is", "is:quarantined"),
            one_of(
                {
                    "quarantined": Release.lifecycle_status
                    == LifecycleStatus.QUARANTINE_ENTER,
                    "yanked": Release.yanked,
                }
            ),
        ),
    ),
)

FILES = Listing(
    name="files",
    path="/admin/files/",
    title="Files",
    permission=Permission.ADMIN_PROJECTS_READ,
    rows=select(File).join(File.release).join(Release.project),
    key=File.id,
    order="-uploaded",
    columns=(
        Column("filename", "Filename", File.filename, "code", sorts=True),
        Column("project", "Project", Project.normalized_name, **_PROJECT_LINK),
        Column("uploaded", "Uploaded", File.upload_time, "time", sorts=True),
        Column("size", "Size", File.size, "size"),
        Column("client", "Uploaded via", File.uploaded_via),
        Column("sha256", "SHA-256", cast(File.sha256_digest, Text), "code", is_shown=False),
        Column("path", "Path", File.path, "code", is_shown=False),
    ),
    word=equals(File.filename),
    words="a whole filename",
    terms=(
        Term("project", "project:numpy", equals(Project.normalized_name)),
        Term("sha256", "sha256:DIGEST", equals(File.sha256_digest)),
        Term("blake2", "blake2:DIGEST", equals(File.blake2_256_digest)),
        Term("uploaded", "uploaded:2026-11-28", at_time(File.upload_time)),
    ),
)

JOURNAL = Listing(
    name="journals",
    path="/admin/journals/",
    title="Journal",
    permission=Permission.ADMIN_JOURNALS_READ,
    rows=select(JournalEntry),
    key=JournalEntry.id,
    order="-serial",
    columns=(
        Column("serial", "Serial", JournalEntry.id, "number", sorts=True),
        Column("when", "When", JournalEntry.submitted_date, "time"),
        Column("project", "Project", JournalEntry.name, **_PROJECT_LINK),
        Column("version", "Version", JournalEntry.version, "code"),
        Column("action", "Action", JournalEntry.action),
        Column(
            *("by", "By", cast(JournalEntry.submitted_by, Text)),
            route="admin.user",
            parts={"username": "by"},
        ),
    ),
    word=equals(JournalEntry.name),
    words="the exact name of a project",
    terms=(
        Term("by", "by:grace", equals(JournalEntry.submitted_by)),
        Term("version", "version:1.0", equals(JournalEntry.version)),
        Term("serial", "serial:12345", is_number(JournalEntry.id)),
        Term("when", "when:2026-11-28", at_time(JournalEntry.submitted_date)),
    ),
)

PROHIBITED_PROJECT_NAMES = Listing(
    name="prohibited-project-names",
    path="/admin/prohibited_project_names/",
    title="Prohibited project names",
    permission=Permission.ADMIN_NAMES_READ,
    rows=select(ProhibitedProjectName).outerjoin(
        User, User.id == ProhibitedProjectName.prohibited_by_id
    ),
    key=ProhibitedProjectName.id,
    order="name",
    columns=(
        Column(
            *("name", "Name", ProhibitedProjectName.name, "code"),
            sorts=True,
            route="admin.prohibited_project_name",
            parts={"name": "name"},
        ),
        Column("created", "Since", ProhibitedProjectName.created, "time"),
        Column("by", "By", cast(User.username, Text)),
        Column("comment", "Comment", ProhibitedProjectName.comment),
        Column("kind", "Because of", ProhibitedProjectName.observation_kind),
    ),
    word=contains(ProhibitedProjectName.name),
    words="a part of the name; * stands for any text",
    terms=(
        Term("comment", "comment:typo", contains(ProhibitedProjectName.comment)),
        Term("by", "by:grace", equals(User.username)),
    ),
)

CLASSIFIERS = Listing(
    name="classifiers",
    path="/admin/classifiers/",
    title="Classifiers",
    permission=Permission.ADMIN_CLASSIFIERS_WRITE,
    rows=select(Classifier),
    key=Classifier.id,
    order="classifier",
    columns=(
        Column(
            *("classifier", "Classifier", Classifier.classifier),
            sorts=True,
            route="admin.classifier",
            parts={"id": "id"},
        ),
        Column("is_own", "Added by staff", Classifier.is_own, "flag"),
        Column("deprecated", "Deprecated", Classifier.deprecated, "flag"),
        Column("id", "Id", cast(Classifier.id, Text), "code"),
    ),
    word=contains(Classifier.classifier),
    words="a part of the classifier; * stands for any text",
    terms=(
        Term(
            *("is", "is:deprecated"),
            one_of({"deprecated": Classifier.deprecated, "own": Classifier.is_own}),
        ),
    ),
)

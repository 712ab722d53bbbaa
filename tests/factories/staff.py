"""One thing of each kind that staff have a page about."""

from datetime import UTC, date, datetime
from typing import Any

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories.appeals import make_appeal, make_decision
from tests.factories.observations import make_report
from tests.factories.views import make_view
from warehouse.accounts.models import ProhibitedEmailDomain, User
from warehouse.announcements.models import Banner, Sponsor
from warehouse.bulk.models import BulkAction
from warehouse.classifiers.models import Classifier
from warehouse.db import SessionFactory
from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.events.models import StaffApproval
from warehouse.integrity.models import StorageCheck
from warehouse.listings.models import SavedSearch
from warehouse.macaroons.models import Macaroon
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.observations.models import Observer
from warehouse.operations.models import Mailing
from warehouse.organizations.models import (
    Organization,
    OrganizationApplication,
    OrganizationRole,
    OrganizationType,
)
from warehouse.packaging.models import File, ProhibitedProjectName, Project, Release, Role
from warehouse.scanning.models import FileMatch, NameMatch, YaraRules
from warehouse.tasks.models import RunState, TaskRun
from warehouse.upstreams.models import Upstream, UpstreamTakenName
from warehouse.vulnerabilities.models import Vulnerability

LOGO = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"

Places = dict[str, dict[str, Any]]
"""The parts of URLs, by how the names of their routes begin."""


def make_things_of_staff(
    registry: Registry, *, project: str, organization: str, username: str
) -> Places:
    """Make one thing of each kind about what exists; return the parts that lead there."""
    with registry[SessionFactory].make() as db:
        db.expire_on_commit = False
        about = db.scalars(select(Project).where(Project.name == project)).one()
        owner = db.scalars(select(User).where(User.username == username)).one()
        file = db.scalars(select(File).join(Release).filter_by(project_id=about.id)).first()
        rows = {**_rows(about), **_rows_of(owner, file)}
        db.add_all([*_named(), *rows.values()])
        db.flush()
        made: Places = {f"admin.{kind}": {"id": row.id} for kind, row in rows.items()}
        appeal = make_appeal(db, make_decision(db, about, owner), owner, "It is a mistake.")
        make_view(db, "seen-by-staff", "cooldown-days = 7\n")
        place = {"name": about.normalized_name, "version": file.release.version}
        db.commit()
        report = make_report(registry, about, owner)
        return {
            **made,
            "admin.appeal": {"id": appeal.id},
            "admin.malware_report": {"id": report},
            "admin.release": place,
            "admin.file": {**place, "filename": file.filename},
            "admin.project": {**place, "role": _role_in(db, about)},
            **_existing(db, organization),
            **_BY_NAME,
            "admin.user": {"username": username},
        }


def _existing(db: Session, organization: str) -> Places:
    named = select(Organization.id).where(Organization.name == organization)
    owner = db.scalars(named).one()
    space = {"name": "staff", "normalized_name": "staff", "organization_id": owner}
    grant = Namespace(**space)
    application = NamespaceApplication(**space, reason="x", asked_by="x")
    db.add_all([grant, application])
    db.commit()
    return {
        "admin.namespace": {"id": grant.id},
        "admin.namespace_application": {"id": application.id},
        "admin.observer": {"id": _first(db, Observer)},
        "admin.organization": {
            "id": owner,
            "role": _first(db, OrganizationRole),
        },
        "admin.token": {"id": _first(db, Macaroon)},
    }


def _role_in(db: Session, project: Project) -> Any:
    return db.scalars(select(Role.id).where(Role.project_id == project.id)).first()


def _first(db: Session, kind: Any) -> Any:
    return db.scalars(select(kind.id)).first()


_BY_NAME: Places = {
    "admin.ip_address": {"address": "192.0.2.1"},
    "admin.schedule": {"task": "warehouse.operations.tasks.count_days"},
    "admin.prohibited_email_domains": {"domain": "x.example"},
    "admin.prohibited_project_name": {"name": "forbidden"},
    "admin.yara_rules": {"name": "rules"},
    "admin.view": {"name": "seen-by-staff"},
    "admin.upstream.release": {"name": "taken-name"},
    "admin.upstream.switch": {"name": "elsewhere"},
    "admin.vulnerability": {"source": "osv", "id": "PYSEC-1"},
}


def part_of(places: Places, route: str, part: str) -> str | None:
    """Return what a part of a path is for a route: that of its longest beginning."""
    known = [each for each in places if route.startswith(each) and part in places[each]]
    return str(places[max(known, key=len)][part]) if known else None


def _named() -> list[Any]:
    return [
        Upstream(name="elsewhere", url="https://elsewhere.example/simple/"),
        UpstreamTakenName(normalized_name="taken-name", reason="It is ours."),
        YaraRules(name="rules", source="rule x { condition: false }"),
        ProhibitedProjectName(name="forbidden"),
        Vulnerability(source="osv", id="PYSEC-1"),
        ProhibitedEmailDomain(domain="x.example"),
    ]


def _rows(project: Project) -> dict[str, Any]:
    return {
        "banner": Banner(name="b", text="Text", end=date(2099, 1, 1)),
        "sponsor": Sponsor(
            name="s", service="x", link_url="https://example.com/", color_logo_url=LOGO
        ),
        "bulk": BulkAction(operation="user.freeze", search="", actor_name="x"),
        "email": _message(),
        "mailing": Mailing(author_name="x"),
        "name_match": NameMatch(project_id=project.id, resembles="x", reason="spelling"),
        "classifier": Classifier(classifier="Topic :: Staff"),
        "deletion": _deletion(project),
        "storage_check": StorageCheck(reads_bytes=False, position="f"),
        "task_run": TaskRun(name="x", arguments=[], state=RunState.FAILED),
    }


def _rows_of(user: User, file: File) -> dict[str, Any]:
    return {
        "file_match": FileMatch(file_id=file.id, rule="a.rule", member="x.py"),
        "saved_searches": SavedSearch(user_id=user.id, listing="users", name="x", query=""),
        "application": OrganizationApplication(
            **{"name": "wanted", "normalized_name": "wanted", "display_name": "Wanted"},
            orgtype=OrganizationType.COMMUNITY,
            link_url="https://example.com/",
            submitted_by_id=user.id,
        ),
        "approval": StaffApproval(
            action="project.archive",
            place={"name": file.release.project.normalized_name},
            form={"reason": "r"},
            **{"subject_name": "x", "reason": "r", "asked_by": user.username},
            asked_by_id=user.id,
        ),
    }


def _deletion(project: Project) -> Deletion:
    return Deletion(
        **{"kind": DeletionKind.FILE, "row_id": project.id, "project_id": project.id},
        **{"project_name": project.name, "version": "1.0", "filename": "gone-1.0.zip"},
        **{"by_owner": True, "owner_ids": [], "releases": 0, "files": 1},
        kept_until=datetime(2099, 1, 1, tzinfo=UTC),
    )


def _message() -> EmailMessage:
    return EmailMessage(
        **{"kind": "x", "sender": "a@example.com", "recipient": "b@example.com"},
        **{"subject": "S", "body": "text", "html": "<p>text</p>"},
        message_id="<staff@example.com>",
        status=MailStatus.SENT,
    )

"""Every page of staff that can be read, by the table of routes, with things to show."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.architecture.snapshots import FOLDER
from tests.browser.people import Index
from tests.factories.observations import make_report
from warehouse.accounts.models import ProhibitedEmailDomain, User
from warehouse.announcements.models import Banner, Sponsor
from warehouse.bulk.models import BulkAction
from warehouse.classifiers.models import Classifier
from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.http import offline
from warehouse.integrity.models import StorageCheck
from warehouse.macaroons.models import Macaroon
from warehouse.observations.models import Observer
from warehouse.operations.models import Mailing
from warehouse.organizations.models import Organization, OrganizationRole
from warehouse.packaging.models import ProhibitedProjectName, Project, Role
from warehouse.scanning.models import NameMatch, YaraRules
from warehouse.vulnerabilities.models import Vulnerability

PART = re.compile(r"\{(\w+)[^}]*\}")
LOGO = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"
ELSEWHERE = {
    "admin.appeal": "nobody appeals here",
    "admin.application": "nobody applies for an organization here",
    "admin.approval": "an action that waits needs ADMIN_TWO_PERSON",
    "admin.file_match.dismiss": "a match of rules is dismissed as one of names is",
    "admin.task_run": "no worker runs here",
    "admin.user.account_recovery": "nobody asks for an account",
    "admin.user.files": "is no page",
    "admin.email.html": "is shown in a frame, and has no page around it",
}
"""Routes that a browser does not look at, and what is below them, with the reason."""


def staff_pages(index: Index) -> Iterator[str]:
    """Yield a path of each page, after making what it shows."""
    things = _things(index)
    for route, path in _readable().items():
        if not f"{route}.".startswith(tuple(f"{each}." for each in ELSEWHERE)):
            yield PART.sub(partial(_value, things, route), path)


def _readable() -> dict[str, str]:
    """Return the patterns of the routes of staff that are read, by name."""
    rows = [line.split(" | ") for line in (FOLDER / "routes.txt").read_text().splitlines()]
    return {
        name: path
        for name, path, methods, *_ in rows
        if path.startswith("/admin/") and "GET" in methods
    }


def _value(things: dict[str, dict[str, Any]], route: str, found: re.Match[str]) -> str:
    """Return what a part of a path is for a route: that of its longest beginning."""
    part = found[1]
    known = [each for each in things if route.startswith(each) and part in things[each]]
    assert known, f"Nothing fills {part} of {route}: add it to staff_pages.py."
    return str(things[max(known, key=len)][part])


def _things(index: Index) -> dict[str, dict[str, Any]]:
    """Make one thing of each kind, and return the parts that lead to it."""
    with offline(index.registry) as request:
        db = request.db
        made = {f"admin.{kind}": {"id": _added(db, row)} for kind, row in _rows(db).items()}
        example = db.scalars(select(Project).where(Project.name == "example")).one()
        report = make_report(index.registry, example, db.scalars(select(User)).first())
        return {
            **made,
            "admin.malware_report": {"id": report},
            "admin.observer": {"id": db.scalars(select(Observer.id)).first()},
            "admin.project": {
                **{"name": "example", "filename": "example-1.0.tar.gz"},
                "role": db.scalars(select(Role.id)).first(),
            },
            "admin.organization": {
                **made["admin.organization"],
                "role": db.scalars(select(OrganizationRole.id)).first(),
            },
            "admin.release": {"name": "example", "version": "1.0"},
            "admin.file": {"name": "example", "filename": "example-1.0.tar.gz"},
            "admin.user": {"username": "publisher"},
            "admin.ip_address": {"address": "192.0.2.1"},
            "admin.schedule": {"task": "warehouse.operations.tasks.count_days"},
            "admin.prohibited_email_domains": {"domain": "x.example"},
            "admin.prohibited_project_name": {"name": "forbidden"},
            "admin.yara_rules": {"name": "rules"},
            "admin.vulnerability": {"source": "osv", "id": "PYSEC-1"},
        }


def _rows(db: Session) -> dict[str, Any]:
    example = db.scalars(select(Project.id).where(Project.name == "example")).one()
    db.add_all(
        [
            YaraRules(name="rules", source="rule x { condition: false }"),
            ProhibitedProjectName(name="forbidden"),
            Vulnerability(source="osv", id="PYSEC-1"),
            ProhibitedEmailDomain(domain="x.example"),
        ]
    )
    return {
        "banner": Banner(name="b", text="Text", end=date(2099, 1, 1)),
        "sponsor": Sponsor(
            name="s",
            service="x",
            link_url="https://example.com/",
            color_logo_url=LOGO,
        ),
        "bulk": BulkAction(operation="user.freeze", search="", actor_name="x"),
        "email": _message(),
        "mailing": Mailing(author_name="x"),
        "name_match": NameMatch(project_id=example, resembles="x", reason="spelling"),
        "classifier": Classifier(classifier="Topic :: Staff"),
        "deletion": _deletion(example),
        "storage_check": StorageCheck(reads_bytes=False, position="f"),
        "organization": db.scalars(
            select(Organization).where(Organization.name == "acme")
        ).one(),
        "token": db.scalars(select(Macaroon)).first(),
    }


def _deletion(example: UUID) -> Deletion:
    return Deletion(
        **{"kind": DeletionKind.FILE, "row_id": example, "project_id": example},
        **{"project_name": "example", "version": "1.0", "filename": "gone-1.0.zip"},
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


def _added(db: Session, row: Any) -> Any:
    db.add(row)
    db.flush()
    return row.id

"""Decisions of staff about projects, and appeals against them."""

from typing import Any

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.appeals.models import Appeal, AppealMessage
from warehouse.events.models import StaffAction
from warehouse.packaging.models import Project


def make_decision(
    db: Session, project: Project, owner: User, **columns: Any
) -> StaffAction:
    """A committed quarantine of a project, of which its owner may read."""
    values = {
        "action": "project.quarantine",
        "actor_name": "somebody-of-the-staff",
        "subject_kind": "project",
        "subject_id": str(project.id),
        "subject_name": project.name,
        "reason": "for the record",
        "before": {},
        "after": {},
        "project_id": project.id,
        "owner_ids": [owner.id],
        "cause": "malware",
        "can_be_appealed": True,
        "log_entry": "quarantined",
        **columns,
    }
    action = StaffAction(**values)
    db.add(action)
    db.commit()
    return action


def make_appeal(db: Session, action: StaffAction, owner: User, *texts: str) -> Appeal:
    """A committed appeal, whose texts are by the owner and by staff in turn."""
    appeal = Appeal(
        action_id=action.id,
        subject_name=action.subject_name,
        opened_by_id=owner.id,
        opened_by=owner.username,
    )
    db.add(appeal)
    db.flush()
    for number, text in enumerate(texts):
        is_from_staff = bool(number % 2)
        name = "somebody-of-the-staff" if is_from_staff else owner.username
        message = {"is_from_staff": is_from_staff, "author_name": name, "text": text}
        db.add(AppealMessage(appeal_id=appeal.id, **message))
        db.flush()
    db.commit()
    return appeal

"""Trusted publishers, without asking anybody who they are."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.oidc.models import (
    GitHubPublisher,
    PendingGitHubPublisher,
    PendingOIDCPublisher,
)
from warehouse.organizations.models import Organization
from warehouse.packaging.models import Project


def make_publisher(db: Session, project: Project, word: str) -> UUID:
    """Add a workflow on GitHub, of which every text is `word`, to a project."""
    publisher = GitHubPublisher(
        repository_name=word,
        repository_owner=word,
        repository_owner_id="42",
        workflow_filename=word,
    )
    publisher.projects.append(project)
    db.add(publisher)
    db.commit()
    return publisher.id


def make_pending(
    db: Session, user: User, word: str, *, organization: Organization | None = None
) -> UUID:
    """Have somebody wait for a workflow on GitHub of which every text is `word`."""
    pending = PendingGitHubPublisher(
        project_name=word,
        added_by=user,
        owning_organization=organization,
        repository_name=word,
        repository_owner=word,
        repository_owner_id="42",
        workflow_filename=word,
    )
    db.add(pending)
    db.commit()
    return pending.id


def make_publishers(db: Session, project: Project, user: User, word: str) -> None:
    """Add a publisher to a project, and have a person wait for another one."""
    make_publisher(db, project, word)
    make_pending(db, user, word)


def places_of_publishers(db: Session) -> dict[str, UUID]:
    """Return what stands in the addresses of pages about the pending publisher."""
    return {"pending": db.scalars(select(PendingOIDCPublisher.id)).one()}

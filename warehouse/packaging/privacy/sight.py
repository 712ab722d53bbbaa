"""What a session sees of private projects: those that its reader may read, and no others.

The session of a request begins with the sight of the public. Whoever is recognised sees
their own besides; staff who see projects see all. Work without a client sees everything.
Every SELECT of the session obeys, whoever wrote it (`warehouse.db.restrictions`), so a
query that says nothing of privacy shows nothing private.
"""

from typing import Any

from pyramid.config import Configurator
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from warehouse.db import SEEING_ALL, restrict
from warehouse.http import Request
from warehouse.http.offline import is_offline
from warehouse.packaging.models import JournalEntry, OrganizationProject, Project
from warehouse.packaging.models.privacy import is_public
from warehouse.packaging.queries.readers import select_readable
from warehouse.packaging.services.privacy import PrivacyService
from warehouse.security import Identity, Permission, Root, holds
from warehouse.security.policy import is_proved_otherwise

Options = tuple[ExecutableOption, ...]


def see_publicly(db: Session) -> None:
    """Let a session see no private project."""
    restrict(db, _PUBLIC)


def see_all(db: Session) -> None:
    """Let a session see everything: what it does is permitted by other means."""
    restrict(db, ())


def begin(request: Request, session: Session) -> None:
    """Give the session of a request with a client the sight of the public.

    A program that proves itself by a signature reads nothing, and may do its work.
    """
    if not is_offline(request) and not is_proved_otherwise(request):
        see_publicly(session)


def widen(request: Request, identity: Identity) -> None:
    """Let the session of a request see what somebody may read, and has a token for."""
    if _is_staff(request, identity):
        see_all(request.db)
        return
    theirs = _readable(identity)
    if theirs is not None and identity.reaches is not None:
        theirs = _reached(request.db, identity, theirs)
    if theirs is not None:
        restrict(request.db, _seeing(theirs))


def _is_staff(request: Request, identity: Identity) -> bool:
    """Return whether somebody signed in who sees all projects; a token never does."""
    permission = Permission.ADMIN_PROJECTS_READ
    is_present = identity.credential == "session"
    return is_present and holds(Root(request), identity.principals, permission)


def _readable(identity: Identity) -> ColumnElement[bool] | None:
    """Return the condition that somebody may read a private project, or None for nobody."""
    if identity.user is not None:
        return Project.id.in_(select_readable(identity.user.id))
    if identity.organization is not None:
        owned = select(OrganizationProject.project_id).where(
            OrganizationProject.organization_id == identity.organization.id
        )
        return Project.id.in_(owned)
    if identity.project_ids:
        return Project.id.in_(identity.project_ids)
    return None


def _reached(
    db: Session, identity: Identity, theirs: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition that a project is one of `theirs` that the token is for."""
    assert identity.reaches is not None
    found = db.execute(
        select(Project.id, Project.normalized_name)
        .where(~is_public(Project), theirs)
        .execution_options(**SEEING_ALL)
    )
    return Project.id.in_([row.id for row in found if identity.reaches(row)])


def _seeing(theirs: ColumnElement[bool]) -> Options:
    return (_only(Project, or_(is_public(Project), theirs)), _JOURNAL)


def _only(model: Any, condition: ColumnElement[bool]) -> ExecutableOption:
    return with_loader_criteria(model, condition, include_aliases=True)


_JOURNAL = _only(JournalEntry, is_public(JournalEntry))
_PUBLIC: Options = (_only(Project, is_public(Project)), _JOURNAL)


def _service(request: Request) -> PrivacyService:
    return PrivacyService(request.db, request.announce)


def includeme(config: Configurator) -> None:
    """Give every session its view, and register the service that changes privacy."""
    config.prepare_sessions(begin)
    config.add_witness(widen)
    config.register_service(PrivacyService, _service)

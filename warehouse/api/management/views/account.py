"""What an account has: deletions that it may undo, tokens and organizations."""

from functools import partial
from typing import Any
from uuid import UUID

from warehouse.accounts.resources import OwnAccountResource
from warehouse.api.management import documents
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import Problem
from warehouse.deletions import DeletionService, RestoreRefused
from warehouse.deletions.models import Deletion
from warehouse.deletions.queries import restorable_deletion, restorable_deletions
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.queries import macaroon_by_id, macaroons_of
from warehouse.macaroons.services import TokenService
from warehouse.organizations.queries import organizations_of
from warehouse.packaging.queries import organization_of
from warehouse.security import Permission

_OWN: dict[str, Any] = {
    "context": OwnAccountResource,
    "permission": Permission.ACCOUNT_MANAGE,
}


@endpoint("api.v1.deletions", fields=PAGED, **_OWN)
def deletions(call: Call) -> dict[str, Any]:
    """Answer with a page of what was deleted and can be restored, the newest first."""
    found, more = call.page(partial(restorable_deletions, call.request.db, call.user.id))
    refusals = call.request.service(DeletionService).refusals_of(found)
    return {"deletions": [_deletion_document(*each) for each in refusals], "next": more}


@endpoint("api.v1.deletion.restore", "POST", **_OWN)
def restore(call: Call) -> dict[str, Any]:
    """Restore what was deleted, and answer with its project."""
    db = call.request.db
    find = partial(restorable_deletion, db, call.user.id)
    deletion = found_by_key(call.request, find, "There is no such deletion.")
    try:
        project = call.request.service(DeletionService).restore(
            deletion, actor=call.request.actor
        )
    except RestoreRefused as error:
        raise Problem(409, str(error.message)) from error
    return documents.project_document(project, organization_of(db, project.id))


@endpoint("api.v1.tokens", fields=PAGED, **_OWN)
def tokens(call: Call) -> dict[str, Any]:
    """Answer with a page of the tokens of the account, the newest first."""
    found, more = call.page(partial(macaroons_of, call.request.db, call.user))
    return {"tokens": [documents.token_document(each) for each in found], "next": more}


@endpoint("api.v1.token", "DELETE", **_OWN)
def revoke(call: Call) -> Answer:
    """Revoke a token of the account; it may be the one that is sent."""
    find = partial(_own_token, call)
    found = found_by_key(call.request, find, "There is no such token.")
    call.request.service(TokenService).revoke(found, actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organizations", fields=PAGED, **_OWN)
def organizations(call: Call) -> dict[str, Any]:
    """Answer with a page of the organizations of the account, by name."""
    roles = organizations_of(call.request.db, call.user.id)
    found, more = call.page(lambda *, offset, limit: roles[offset : offset + limit])
    said = [documents.membership_document(each) for each in found]
    return {"organizations": said, "next": more}


def _own_token(call: Call, key: UUID) -> Macaroon | None:
    found = macaroon_by_id(call.request.db, key)
    return found if found is not None and found.user_id == call.user.id else None


def _deletion_document(deletion: Deletion, refusal: Message | None) -> dict[str, Any]:
    said = None if refusal is None else str(refusal)
    return documents.deletion_document(deletion, said)

"""From a request to a `Submission`: who asks, what they sent, what is switched off."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from pyramid.interfaces import ISecurityPolicy

from warehouse.classifiers.vocabulary import current_vocabulary
from warehouse.flags import Flags
from warehouse.forklift.body import length_of
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.submission import CALLER_CHECKS
from warehouse.forklift.checks.target import ACCOUNT_CHECKS
from warehouse.forklift.reception import UploadReception, received
from warehouse.forklift.refusals import Refused
from warehouse.forklift.spool import ReceivedBody
from warehouse.forklift.targets import account_of
from warehouse.forklift.values import Submission, Switches
from warehouse.http import Request, transactions
from warehouse.http.receiving import RECEPTION
from warehouse.macaroons.policy import NO_PASSWORDS
from warehouse.packaging.unsaid import is_unsaid
from warehouse.security import Refusal, SecurityPolicy
from warehouse.storage import Storage

_IDENTITY = "warehouse.identity"
_SMALL = 64 * 1024
"""Bytes of a form that is read whoever sends it, because it may be no upload."""


def admitted(request: Request) -> UploadReception:
    """Return what receives the body; raises `Refused` where it need not be sent.

    Who may not upload anything is told so before they send it. Forms as small as those
    that old clients register projects with are read all the same, and not kept.
    """
    storage = request.service(Storage)
    scratch = None
    try:
        examine(submission_of(request, ReceivedBody()), CALLER_CHECKS)
        examine(account_of(request), ACCOUNT_CHECKS)
        scratch = storage.scratch
    except Refused:
        length = length_of(request.environ)
        if length is None or length > _SMALL:
            raise
    return UploadReception(request.environ.get("CONTENT_TYPE") or "", scratch)


@contextmanager
def received_body(request: Request) -> Iterator[ReceivedBody]:
    """Yield the body, which is read while no database connection is held.

    Who asks is found out once more afterwards: a token may have been revoked while its
    holder was still sending.
    """
    reception = request.environ.get(RECEPTION) or admitted(request)
    release_connection(request)
    with received(request.environ, cast(UploadReception, reception)) as body:
        yield body


def release_connection(request: Request) -> None:
    """End the reading of the database, and give its connection back."""
    transactions.release_connection(request)
    request.environ.pop(_IDENTITY, None)


def submission_of(request: Request, body: ReceivedBody) -> Submission:
    """Return the cleaned form of an upload."""
    flags = request.service(Flags)
    refusal = _refusal(request)
    return Submission(
        fields=cleaned(body.fields),
        file=body.file,
        file_fields=body.file_fields,
        switches=Switches(
            is_read_only=flags.is_on("read-only"),
            are_uploads_off=flags.is_on("disallow-new-upload"),
            are_attestations_off=flags.is_on("disable-pep740"),
        ),
        is_identified=request.identity is not None,
        is_password=refusal == NO_PASSWORDS,
        refusal=refusal,
        site=request.host_url,
        vocabulary=current_vocabulary(request.db),
    )


def cleaned(fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the fields without NUL characters and without texts that say nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in fields.items():
        kept = tuple(
            value.replace("\0", "\\x00") for value in values if not is_unsaid(value)
        )
        if kept:
            found[name] = kept
    return found


def _refusal(request: Request) -> str | None:
    policy = request.registry.queryUtility(ISecurityPolicy)
    found = policy.refusal(request) if isinstance(policy, SecurityPolicy) else None
    return found.reason if isinstance(found, Refusal) else None

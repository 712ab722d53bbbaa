"""Attestations that come along with a file (PEP 740)."""

from dataclasses import replace

from warehouse.attestations import AttestationService, InvalidAttestations, Proof
from warehouse.attestations.links import proved_links
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.values import Submission, Target
from warehouse.http import Request
from warehouse.packaging.models import File
from warehouse.packaging.publications import ReleaseMetadata


def attested(request: Request, submission: Submission, file: SpooledFile) -> Proof | None:
    """Return what attestations prove of `file`, None without any. May be `Refused`."""
    text = submission.text("attestations")
    if text is None or submission.switches.are_attestations_off:
        return None
    try:
        return request.service(AttestationService).verify(
            text,
            request.identity.publisher,
            filename=file.filename,
            sha256=file.sha256,
        )
    except InvalidAttestations as error:
        raise Refused(Reason.ATTESTATIONS_INVALID, problem=str(error)) from error


def require_attestations(submission: Submission, target: Target) -> None:
    """Check that attestations come along, if the project takes nothing without them."""
    if submission.text("attestations") is None and target.project.requires_attestations:
        raise Refused(
            Reason.ATTESTATIONS_MISSING,
            project=target.project.name,
            page=target.publishing_page,
        )


def with_proved_links(request: Request, metadata: ReleaseMetadata) -> ReleaseMetadata:
    """Return metadata that says which of its links the publisher proves."""
    said = (metadata.home_page, metadata.download_url, *metadata.project_urls.values())
    links = proved_links(request.identity.publisher, filter(None, said))
    return replace(metadata, proved_links=links)


def keep(request: Request, file: File, proof: Proof | None) -> None:
    """Write what is proved of `file`, and tell of a release that is proved less well."""
    attestations = request.service(AttestationService)
    if proof is not None:
        attestations.keep(file, proof)
    facts = None if proof is None else proof.facts
    attestations.compare(file, facts, actor=request.actor)

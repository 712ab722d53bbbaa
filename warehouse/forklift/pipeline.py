"""An upload from its form to its rows: stage by stage, every stage knowing more.

Submission, target, candidate, placement, archive, metadata; the checks of a stage are
made before anything is asked for the next. What is refused is rolled back as a whole.
"""

from dataclasses import dataclass

from warehouse.forklift.attesting import (
    attested,
    keep,
    require_attestations,
    with_proved_links,
)
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.candidate import FILE_CHECKS, PLACEMENT_CHECKS
from warehouse.forklift.checks.submission import SUBMISSION_CHECKS
from warehouse.forklift.checks.target import description_refused
from warehouse.forklift.intake import submission_of
from warehouse.forklift.metadata import differences
from warehouse.forklift.opening import Opened, described, opened
from warehouse.forklift.placing import candidate_of, distribution_of, placement_of
from warehouse.forklift.publication import examined_file, html_of, release_metadata
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import ReceivedBody, SpooledFile
from warehouse.forklift.targets import target_of
from warehouse.forklift.timeouts import extend_timeouts
from warehouse.forklift.values import Described, Submission, Target
from warehouse.http import Request
from warehouse.packaging.models import File
from warehouse.packaging.services import PublishingService
from warehouse.purges import wait_until_heard
from warehouse.storage import StorageUnavailable


@dataclass(frozen=True)
class Outcome:
    """The result of an accepted upload: its filename, and warnings for its author."""

    filename: str
    warnings: tuple[str, ...] = ()


def accept(request: Request, body: ReceivedBody) -> Outcome:
    """Publish the file of an upload that was received, or raise `Refused`."""
    if not body.is_form:
        raise Refused(Reason.NOT_MULTIPART)
    submission = submission_of(request, body)
    examine(submission, SUBMISSION_CHECKS)
    extend_timeouts(request.db)
    target = target_of(request, submission)
    require_attestations(submission, target)
    file = _file_of(submission)
    candidate = candidate_of(request, submission, target.project, file)
    examine(candidate, FILE_CHECKS)
    placement = placement_of(request, submission, target.project, candidate)
    if placement.is_already_stored:
        wait_until_heard(request.db)
        request.transaction.doom()
        return Outcome(file.filename)
    examine(placement, PLACEMENT_CHECKS)
    distribution = distribution_of(request, submission, target.project, file)
    found = opened(file.path, candidate.packagetype, distribution)
    about = described(found, submission, target)
    proof = attested(request, submission, file)
    published = _publish(request, submission, target, (found, about))
    keep(request, published, proof)
    return Outcome(file.filename, found.warnings + _warnings(about))


def _file_of(submission: Submission) -> SpooledFile:
    if submission.file is None:
        raise Refused(Reason.FILE_MISSING)
    return submission.file


def _publish(
    request: Request,
    submission: Submission,
    target: Target,
    archive: tuple[Opened, Described],
) -> File:
    found, about = archive
    examined = examined_file(submission, _file_of(submission), found, about)
    try:
        return request.service(PublishingService).publish(
            target.project,
            with_proved_links(request, release_metadata(about.core, html_of(about))),
            examined,
            actor=request.actor,
        )
    except StorageUnavailable as error:
        raise Refused(Reason.DISK_FULL) from error


def _warnings(about: Described) -> tuple[str, ...]:
    found = [
        f"{title} in the form is not what the metadata in {about.filename} says; "
        "the file's is used."
        for title in differences(about.form, about.core)
    ]
    if about.rendered.html is None:
        content_type = about.core.text("description_content_type")
        refusal = description_refused(content_type, about.rendered.problem)
        found.append(f"{refusal.sentence()} It is shown as plain text.")
    return tuple(found)

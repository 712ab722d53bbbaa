"""Is this an upload at all, and from someone we know?"""

import re
from collections.abc import Iterator

from warehouse.forklift.metadata import InvalidField
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Submission
from warehouse.packaging import limits
from warehouse.packaging.models import PackageType
from warehouse.packaging.names import is_valid_name

_HEX64 = re.compile(r"[0-9A-Fa-f]{64}\Z")
_PYTHON_TAGS = re.compile(r"[A-Za-z0-9_.+-]{1,200}\Z")
_REQUIRED = "This field is required."
DIGESTS = ("md5_digest", "sha256_digest", "blake2_256_digest")
_SINGLE = ("filetype", "pyversion", "comment", *DIGESTS)
_TYPES = {PackageType.SDIST.value, PackageType.BDIST_WHEEL.value}


def uploads_are_enabled(submission: Submission) -> None:
    """Check that no operator has switched uploads off."""
    if submission.switches.is_read_only:
        raise Refused(Reason.READ_ONLY)
    if submission.switches.are_uploads_off:
        raise Refused(Reason.UPLOADS_DISABLED)


def caller_is_known(submission: Submission) -> None:
    """Check that the request has a valid token."""
    if submission.is_identified:
        return
    if submission.is_password:
        help_page = f"{submission.site}/help/"
        raise Refused(
            Reason.PASSWORD_OFFERED,
            apitoken=f"{help_page}#apitoken",
            publishers=f"{help_page}#trusted-publishers",
        )
    if submission.refusal:
        problem = submission.refusal.rstrip(".")
        raise Refused(Reason.CREDENTIAL_REFUSED, problem=problem)
    raise Refused(Reason.CALLER_UNKNOWN)


def protocol_is_supported(submission: Submission) -> None:
    """Check that the form follows version 1, which is the default."""
    values = {
        *submission.fields.get("protocol_version", ()),
        *submission.fields.get("protcol_version", ()),
    }
    if values - {"1", ""}:
        raise Refused(Reason.PROTOCOL_UNKNOWN)


def fields_are_single(submission: Submission) -> None:
    """Check that text came as text, and single-use fields came once."""
    for name in submission.file_fields:
        raise Refused(Reason.FIELD_IS_FILE, field=abbreviated(name))
    for name in _SINGLE:
        if len(set(submission.fields.get(name, ()))) > 1:
            raise Refused(
                Reason.FIELD_INVALID, field=name, problem="It was sent more than once."
            )


def form_is_valid(submission: Submission) -> None:
    """Check the fields that describe the file, one by one and together."""
    name = submission.text("name")
    if name is None:
        raise Refused(Reason.NAME_FIELD_INVALID, value="''", problem=_REQUIRED)
    if not is_valid_name(name):
        raise Refused(
            Reason.NAME_FIELD_INVALID,
            value=repr(abbreviated(name)),
            problem="Start and end with a letter or numeral containing only ASCII "
            "numeric and '.', '_' and '-'.",
        )
    for field, problem in sorted(_field_problems(submission)):
        raise Refused(Reason.FIELD_INVALID, field=field, problem=problem)
    for problem in _form_problems(submission):
        raise Refused(Reason.FORM_INVALID, problem=problem)


def _field_problems(submission: Submission) -> Iterator[tuple[str, str]]:
    if not (submission.text("version") or "").isascii():
        yield "version", "Use ASCII characters only."
    filetype = submission.text("filetype")
    if filetype is None:
        yield "filetype", _REQUIRED
    elif filetype not in _TYPES:
        yield "filetype", "Use a known file type."
    pyversion = submission.text("pyversion")
    if pyversion is not None and not _PYTHON_TAGS.match(pyversion):
        yield "pyversion", "Use Python tags, such as py3."
    for field, limit in (("pyversion", limits.PYVERSION), ("comment", limits.COMMENT)):
        size = len(submission.text(field) or "")
        if size > limit.most:
            yield field, f"It has {size} characters, and {limit.most} are the most."
    for field, kind in (("sha256_digest", "SHA256"), ("blake2_256_digest", "BLAKE2-256")):
        value = submission.text(field)
        if value is not None and not _HEX64.match(value):
            yield field, f"Use a valid, hex-encoded, {kind} message digest."


def _form_problems(submission: Submission) -> Iterator[str]:
    filetype, pyversion = submission.text("filetype"), submission.text("pyversion")
    if filetype != PackageType.SDIST.value and pyversion is None:
        yield "Python version is required for binary distribution uploads."
    if filetype == PackageType.SDIST.value and pyversion not in {None, "source"}:
        yield "Use 'source' as Python version for an sdist."
    if not any(submission.text(name) for name in DIGESTS):
        yield "Include at least one message digest."


def metadata_is_valid(submission: Submission) -> None:
    """Check the metadata in the form against the specification and our rules."""
    try:
        _ = submission.metadata
    except InvalidField as error:
        local = error.is_local_version
        reason = Reason.LOCAL_VERSION if local else Reason.METADATA_INVALID
        raise Refused(reason, problem=error.problem.rstrip(".")) from error


def file_is_attached(submission: Submission) -> None:
    """Check that the form has a file part named `content`."""
    if submission.file is None:
        raise Refused(Reason.FILE_MISSING)


CALLER_CHECKS = (uploads_are_enabled, caller_is_known)
"""Those that need nothing of the form."""

SUBMISSION_CHECKS = (
    *CALLER_CHECKS,
    fields_are_single,
    protocol_is_supported,
    form_is_valid,
    metadata_is_valid,
    file_is_attached,
)

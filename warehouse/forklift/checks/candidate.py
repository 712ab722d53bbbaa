"""Is this file acceptable, as far as can be said without opening it?"""

import hmac
import re
import unicodedata

from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Candidate, Placement
from warehouse.packaging import limits
from warehouse.packaging.models import PackageType

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ORDINARY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+!"
_EXTENSION = re.compile(r"\.(tar\.gz|zip|whl)\Z", re.IGNORECASE)
_EXTENSIONS = {
    PackageType.SDIST: {".tar.gz", ".zip"},
    PackageType.BDIST_WHEEL: {".whl"},
}
_LONGEST = limits.FILENAME.most
_MIB, _GIB = 1024**2, 1024**3


def filename_is_safe(candidate: Candidate) -> None:
    """Check that the filename can be shown, kept and fetched."""
    name = candidate.file.filename
    if _CONTROL.search(name):
        raise Refused(Reason.FILENAME_UNPRINTABLE)
    if "/" in name or "\\" in name:
        raise Refused(Reason.FILENAME_HAS_SLASH)
    others = sorted(set(name) - set(_ORDINARY))
    if others:
        shown = ", ".join(map(_named, others[:5]))
        raise Refused(Reason.FILENAME_CHARACTERS, characters=shown)
    if len(name.encode("utf-8")) > _LONGEST:
        raise Refused(Reason.FILENAME_TOO_LONG, filename=abbreviated(name))


def _named(character: str) -> str:
    """Return the name of a character for a message: quoted ASCII, else its code point."""
    if character.isascii():
        return repr(character)
    name = unicodedata.name(character, "unnamed character")
    return f"U+{ord(character):04X} ({name})"


def type_is_an_archive(candidate: Candidate) -> None:
    """Check that the extension is one of a distribution of this type."""
    found = _EXTENSION.search(candidate.file.filename)
    if found is None:
        raise Refused(Reason.EXTENSION_UNKNOWN)
    if found.group() not in _EXTENSIONS[candidate.packagetype]:
        raise Refused(
            Reason.EXTENSION_MISMATCH,
            extension=found.group(),
            filetype=candidate.packagetype.value,
        )


def content_type_is_plausible(candidate: Candidate) -> None:
    """Check that the file has a content type that is no image's."""
    given = candidate.file.content_type.strip().lower()
    if not given or given.startswith("image/"):
        raise Refused(Reason.CONTENT_TYPE_INVALID)


def sizes_are_within_limits(candidate: Candidate) -> None:
    """Check that the file is not too large, nor is the project with it."""
    file, limits = candidate.file, candidate.limits
    if file.is_cut_off or file.size > limits.file_bytes:
        raise Refused(
            Reason.FILE_TOO_LARGE,
            project=candidate.project_name,
            limit=limits.file_bytes // _MIB,
        )
    if file.size + candidate.project_size > limits.project_bytes:
        raise Refused(
            Reason.PROJECT_TOO_LARGE,
            project=candidate.project_name,
            limit=limits.project_bytes // _GIB,
        )


def digests_match(candidate: Candidate) -> None:
    """Check that the digests of the file are those in the form."""
    measured = {
        "md5_digest": candidate.file.md5,
        "sha256_digest": candidate.file.sha256,
        "blake2_256_digest": candidate.file.blake2_256,
    }
    for name, value in candidate.digests.items():
        given = value.strip().lower().encode("utf-8")
        if not hmac.compare_digest(measured[name].encode("ascii"), given):
            raise Refused(Reason.DIGEST_MISMATCH)


def file_is_new(placement: Placement) -> None:
    """Check that no other file has this name or, in this project, this content."""
    found = placement.duplicate
    if found is not None and not placement.is_already_stored:
        raise Refused(
            Reason.FILE_EXISTS,
            filename=found.filename,
            digest=found.blake2_256 or "unknown",
        )


def filename_is_new(placement: Placement) -> None:
    """Check that the filename was never used, not even by a file that is gone."""
    if placement.is_name_used:
        raise Refused(Reason.FILENAME_REUSED, filename=placement.candidate.file.filename)


def release_is_open(placement: Placement) -> None:
    """Check that the release is young enough for new files."""
    open_for = placement.candidate.limits.open_for
    created = placement.release_created
    if created is None or not open_for:
        return
    if placement.now - created > open_for:
        raise Refused(Reason.RELEASE_CLOSED, days=open_for.days)


def release_is_not_quarantined(placement: Placement) -> None:
    """Check that staff have not hidden the release."""
    if placement.quarantined_version is not None:
        raise Refused(Reason.RELEASE_QUARANTINED, version=placement.quarantined_version)


def sdist_is_the_only_one(placement: Placement) -> None:
    """Check that the release has no sdist yet, if this is one."""
    is_sdist = placement.candidate.packagetype is PackageType.SDIST
    if is_sdist and placement.has_sdist:
        raise Refused(Reason.SECOND_SDIST)


FILE_CHECKS = (
    filename_is_safe,
    type_is_an_archive,
    content_type_is_plausible,
    sizes_are_within_limits,
    digests_match,
)
PLACEMENT_CHECKS = (
    file_is_new,
    filename_is_new,
    release_is_not_quarantined,
    release_is_open,
    sdist_is_the_only_one,
)

"""Is this sdist what its name says it is?"""

from packaging.utils import InvalidSdistFilename, parse_sdist_filename
from packaging.version import InvalidVersion, Version

from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.forklift.values import Distribution, Sdist
from warehouse.packaging.names import is_valid_name, normalize


def name_is_canonical(distribution: Distribution) -> None:
    """Check that the filename is the one PEP 625 gives this version of this project.

    Where an operator admits old spellings, it may be another that installers read alike.
    """
    filename = distribution.filename
    try:
        parse_sdist_filename(filename)
    except (InvalidSdistFilename, ValueError):
        if not _is_hyphenated_post_release(filename):
            raise Refused(
                Reason.SDIST_NAME_INVALID, filename=abbreviated(filename)
            ) from None
    expected = distribution.project.replace("-", "_")
    if distribution.project not in _project_names(filename):
        raise Refused(Reason.WRONG_PROJECT, project=distribution.project, expected=expected)
    canonical = f"{expected}-{distribution.version}.tar.gz"
    if filename != canonical and not _is_old_spelling(distribution):
        raise Refused(
            Reason.SDIST_NAME_NOT_CANONICAL, filename=filename, expected=canonical
        )


def _project_names(filename: str) -> set[str]:
    """Return the names that a filename may have: `foo-1.0-9` may be one of foo."""
    stem = filename.removesuffix(".tar.gz").removesuffix(".zip")
    names = {normalize(stem.rpartition("-")[0])}
    if stem.count("-") >= 2:
        names.add(normalize(stem.rsplit("-", 2)[0]))
    return names


def _is_old_spelling(distribution: Distribution) -> bool:
    """Return whether it says the same project and version otherwise, and nobody minds."""
    stem = distribution.filename.removesuffix(".tar.gz")
    name, hyphen, version = stem.rpartition("-")
    return (
        distribution.allows_any_spelling
        and stem != distribution.filename
        and bool(hyphen)
        and _is_this_project(name, distribution)
        and _is_this_version(version, distribution)
    )


def _is_hyphenated_post_release(filename: str) -> bool:
    return filename.removesuffix(".tar.gz").rpartition("-")[2].isdigit()


def root_is_this_release(sdist: Sdist) -> None:
    """Check that the top-level directory is named as this release, in any spelling.

    Before PEP 625 tools spelled it as the project spelled itself; some left the version
    out.
    """
    root, distribution = sdist.contents.root, sdist.distribution
    if _is_this_project(root, distribution) or any(
        _is_this_project(root[:place], distribution)
        and _is_this_version(root[place + 1 :], distribution)
        for place, character in enumerate(root)
        if character == "-"
    ):
        return
    expected = sdist.filename.removesuffix(".tar.gz")
    raise Refused(Reason.ROOT_WRONG, root=abbreviated(root), expected=expected)


def _is_this_project(name: str, distribution: Distribution) -> bool:
    return is_valid_name(name) and normalize(name) == distribution.project


def _is_this_version(text: str, distribution: Distribution) -> bool:
    try:
        return Version(text) == distribution.version
    except InvalidVersion:
        return False


def pkg_info_is_present(sdist: Sdist) -> None:
    """Check that PKG-INFO is in the top-level directory."""
    if sdist.contents.pkg_info is None:
        path = f"{abbreviated(sdist.contents.root)}/PKG-INFO"
        raise Refused(Reason.PKG_INFO_MISSING, path=path)


SDIST_NAME_CHECKS = (name_is_canonical,)
SDIST_CHECKS = (root_is_this_release, pkg_info_is_present)
